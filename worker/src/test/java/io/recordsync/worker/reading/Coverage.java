package io.recordsync.worker.reading;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** In how many rounds each thing happened. */
final class Coverage {

    private final Map<String, Integer> rounds = new TreeMap<>();
    private final Set<String> thisRound = new HashSet<>();
    private int played;

    void note(String what) {
        thisRound.add(what);
    }

    void endRound() {
        played++;
        thisRound.forEach(what -> rounds.merge(what, 1, Integer::sum));
        thisRound.clear();
    }

    int rounds(String what) {
        return rounds.getOrDefault(what, 0);
    }

    /** The part of the rounds in which this happened. */
    double share(String what) {
        return played == 0 ? 0 : (double) rounds(what) / played;
    }

    int played() {
        return played;
    }

    /** What was not met in this part of the rounds. */
    List<String> below(double part, Collection<String> all) {
        return all.stream()
                .filter(what -> share(what) < part)
                .map(what -> what + " in " + rounds(what))
                .toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("of " + played + " rounds:\n");
        rounds.forEach((what, n) -> text.append(String.format(Locale.ROOT, "%6d  %s%n", n, what)));
        return text.toString();
    }
}
