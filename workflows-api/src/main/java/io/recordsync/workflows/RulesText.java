package io.recordsync.workflows;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Short texts that name rule sets to people. */
public final class RulesText {

    private static final int SHOWN = 12;

    private RulesText() {}

    /** The first 12 characters of a fingerprint, or of each fingerprint in a list with commas. */
    public static String brief(String rules) {
        return Stream.of(rules.split(",")).map(RulesText::cut).collect(Collectors.joining(","));
    }

    /** The note on a delivery that waits because no worker with the rules that routed it has taken it. */
    public static String waitsFor(String rules) {
        return "waits for a worker with the rules " + brief(rules);
    }

    private static String cut(String fingerprint) {
        return fingerprint.length() <= SHOWN ? fingerprint : fingerprint.substring(0, SHOWN);
    }
}
