package io.recordsync.workflows;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How rule sets are named to people. */
public final class RulesText {

    private static final int SHOWN = 12;

    private RulesText() {}

    /** The first characters of a fingerprint; of each, where rule sets hold together. */
    public static String brief(String rules) {
        return Stream.of(rules.split(",")).map(RulesText::cut).collect(Collectors.joining(","));
    }

    /** What is said of a delivery that no worker takes which has the rules it was routed by. */
    public static String waitsFor(String rules) {
        return "waits for a worker with the rules " + brief(rules);
    }

    private static String cut(String fingerprint) {
        return fingerprint.length() <= SHOWN ? fingerprint : fingerprint.substring(0, SHOWN);
    }
}
