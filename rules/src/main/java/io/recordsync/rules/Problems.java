package io.recordsync.rules;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a rule file, so that all of it can be told at once. */
final class Problems {
    private static final int MOST = 100;

    private final List<String> sentences = new ArrayList<>();

    void add(Place place, String message) {
        if (sentences.size() < MOST) {
            sentences.add(place + ": " + message);
        } else if (sentences.size() == MOST) {
            sentences.add("and more");
        }
    }

    void throwIfAny(String origin) {
        if (!sentences.isEmpty()) {
            throw new RuleSetException(origin, sentences);
        }
    }
}
