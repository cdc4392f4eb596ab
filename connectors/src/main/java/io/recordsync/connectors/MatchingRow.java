package io.recordsync.connectors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A row that a look-up before some creates has found.
 *
 * @param value the value of the row in the field of the match; compared ignoring case
 * @param recordId our record id that the row carries; empty if it carries none
 */
public record MatchingRow(String value, String recordId) {

    /**
     * Makes creates at a system that would accept a second row with the same match. A create that matches a row is not
     * sent, except if the row carries the record id of the create, which then meets it by that.
     *
     * @param lookUp finds the rows that match some creates in one field
     * @param met makes the outcomes of the creates that match a row, in their order
     * @param send makes the other creates; returns the outcomes in their order
     * @return the outcomes in the order of the creates
     */
    public static List<Outcome> createAll(
            List<Write> creates,
            BiFunction<String, List<Write>, List<MatchingRow>> lookUp,
            Function<List<Write>, List<Outcome>> met,
            Function<List<Write>, List<Outcome>> send) {
        Map<String, Outcome> outcomes = new HashMap<>();
        byField(creates).forEach((field, writes) -> {
            List<MatchingRow> found = lookUp.apply(field, writes);
            List<Write> matched =
                    writes.stream().filter(write -> isAnothers(write, found)).toList();
            put(matched, met, outcomes);
        });
        List<Write> free = creates.stream()
                .filter(write -> !outcomes.containsKey(write.recordId()))
                .toList();
        put(free, send, outcomes);
        return creates.stream().map(write -> outcomes.get(write.recordId())).toList();
    }

    private static void put(
            List<Write> writes, Function<List<Write>, List<Outcome>> calls, Map<String, Outcome> outcomes) {
        List<Outcome> made = writes.isEmpty() ? List.of() : calls.apply(writes);
        for (int i = 0; i < writes.size(); i++) {
            outcomes.put(writes.get(i).recordId(), made.get(i));
        }
    }

    private static Map<String, List<Write>> byField(List<Write> creates) {
        return creates.stream()
                .filter(write -> write.match().isPresent())
                .collect(Collectors.groupingBy(
                        write -> write.match().map(Write.Match::field).orElseThrow()));
    }

    private static boolean isAnothers(Write write, List<MatchingRow> found) {
        List<String> recordIds = found.stream()
                .filter(row -> row.isMatchedBy(write))
                .map(MatchingRow::recordId)
                .toList();
        return !recordIds.isEmpty() && !recordIds.contains(write.recordId());
    }

    private boolean isMatchedBy(Write write) {
        return write.match()
                .filter(match -> match.value().equalsIgnoreCase(value))
                .isPresent();
    }

    @Override
    public String toString() {
        return "a row of record '%s'".formatted(recordId);
    }
}
