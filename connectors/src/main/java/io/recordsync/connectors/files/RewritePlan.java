package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to each row of a file, after all rows have been seen once. Only the writes and the rows that
 * concern them are in memory. A write's row is found by the external id, then by the record id, then by the rule's
 * match.
 */
final class RewritePlan {

    /** The largest number of matching rows that are kept per write. More would not change the outcome. */
    private static final int MAX_CANDIDATES = 100;

    private static final int MAX_EMAIL_LENGTH = 320;

    private final FilesSettings settings;
    private final List<Wanted> wanted;
    private final Map<String, Wanted> byKey = new HashMap<>();
    private final Map<String, Wanted> byRecordId = new HashMap<>();
    private final Map<Match, List<Wanted>> byMatch = new HashMap<>();
    private final SequencedSet<String> matchFields = new LinkedHashSet<>();
    private final Map<Long, Edit> edits = new HashMap<>();
    private final List<Map<String, @Nullable Object>> added = new ArrayList<>();

    RewritePlan(List<Write> writes, FilesSettings settings) {
        this.settings = settings;
        this.wanted = writes.stream().map(Wanted::new).toList();
        wanted.forEach(this::index);
    }

    /** The change to one row. */
    sealed interface Edit {

        record Remove() implements Edit {}

        record Replace(Map<String, @Nullable Object> row) implements Edit {}
    }

    private record Row(long index, String key, String recordId, Map<String, @Nullable Object> content) {

        LinkCandidate existing() {
            return new LinkCandidate(key, Optional.of(recordId));
        }
    }

    /** A write, and the rows that may belong to it. */
    private static final class Wanted {

        private final Write write;
        private final List<Row> known = new ArrayList<>();
        private final List<Row> ours = new ArrayList<>();
        private final List<Row> alike = new ArrayList<>();
        private boolean keyTaken;

        private Wanted(Write write) {
            this.write = write;
        }

        private Optional<Row> row() {
            return known.stream().findFirst().or(() -> ours.stream().findFirst());
        }

        private boolean isFreeFor(Row row) {
            return row.recordId().isEmpty() || row.recordId().equals(write.recordId());
        }
    }

    private void index(Wanted one) {
        one.write.externalId().ifPresent(id -> byKey.put(id, one));
        byKey.putIfAbsent(one.write.recordId(), one);
        byRecordId.put(one.write.recordId(), one);
        one.write.match().filter(match -> !match.value().isEmpty()).ifPresent(match -> {
            matchFields.add(match.field());
            byMatch.computeIfAbsent(folded(match.field(), match.value()), any -> new ArrayList<>())
                    .add(one);
        });
    }

    /** Takes one readable row, with its index in the file. */
    void see(long index, Map<String, @Nullable Object> content) {
        Row row =
                new Row(index, text(content, settings.keyColumn()), text(content, settings.recordIdColumn()), content);
        Optional.ofNullable(byKey.get(row.key())).ifPresent(one -> seeKey(one, row));
        Optional.ofNullable(byRecordId.get(row.recordId())).ifPresent(one -> one.ours.add(row));
        for (String field : matchFields) {
            byMatch.getOrDefault(folded(field, text(content, field)), List.of()).stream()
                    .filter(one -> one.alike.size() < MAX_CANDIDATES)
                    .forEach(one -> one.alike.add(row));
        }
    }

    private static void seeKey(Wanted one, Row row) {
        one.keyTaken |= row.key().equals(one.write.recordId());
        if (one.write.externalId().equals(Optional.of(row.key())) && one.isFreeFor(row)) {
            one.known.add(row);
        }
    }

    /** The outcomes, in the order of the writes. */
    List<Outcome> decide(FileForm form, Encoding encoding, String file) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Wanted one : wanted) {
            outcomes.add(outcome(one, form, encoding, file));
        }
        return outcomes;
    }

    Optional<Edit> edit(long index) {
        return Optional.ofNullable(edits.get(index));
    }

    List<Map<String, @Nullable Object>> added() {
        return added;
    }

    boolean changesNothing() {
        return edits.isEmpty() && added.isEmpty();
    }

    private Outcome outcome(Wanted one, FileForm form, Encoding encoding, String file) {
        try {
            if (one.write.operation() == Operation.DELETE) {
                return delete(one);
            }
            requireWritable(one.write, form, encoding);
            return upsert(one, file);
        } catch (ConnectorException e) {
            return new Refused(e);
        }
    }

    private Written delete(Wanted one) {
        Optional<Row> row = one.row();
        one.known.forEach(each -> edits.put(each.index(), new Edit.Remove()));
        one.ours.forEach(each -> edits.put(each.index(), new Edit.Remove()));
        return row.isPresent()
                ? new Written(row.map(Row::key), Effect.DELETED)
                : new Written(one.write.externalId(), Effect.ABSENT);
    }

    private Written upsert(Wanted one, String file) {
        ConnectorException doubled = ConnectorException.refused(
                "DUPLICATE", "The file %s has rows that match %s.".formatted(file, one.write));
        Optional<Row> row = one.row();
        if (row.isEmpty() && one.alike.isEmpty()) {
            return create(one.write, one.keyTaken);
        }
        if (row.isEmpty()) {
            LinkCandidate found = LinkCandidate.toLink(
                    one.write, one.alike.stream().map(this::asItWillBe).toList(), doubled);
            Row linked = one.alike.stream()
                    .filter(each -> each.key().equals(found.externalId()) && one.isFreeFor(each))
                    .findFirst()
                    .orElseThrow();
            return replace(one, linked, Effect.LINKED);
        }
        requireNoneLike(one, row.get(), doubled);
        return replace(one, row.get(), Effect.UPDATED);
    }

    /** The row as it will be after the batch's earlier writes; a row that one of them has linked is no longer free. */
    private LinkCandidate asItWillBe(Row row) {
        return edits.get(row.index()) instanceof Edit.Replace replaced
                ? new LinkCandidate(row.key(), Optional.of(text(replaced.row(), settings.recordIdColumn())))
                : row.existing();
    }

    private void requireNoneLike(Wanted one, Row row, ConnectorException doubled) {
        one.alike.stream()
                .filter(each -> each.index() != row.index()
                        && asItWillBe(each).recordId().isEmpty())
                .findFirst()
                .ifPresent(each -> {
                    throw each.existing().unlinkable(doubled);
                });
    }

    private Written create(Write write, boolean keyTaken) {
        String key = keyTaken ? "recordsync:" + write.recordId() : write.recordId();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put(settings.keyColumn(), key);
        added.add(merged(row, write));
        return new Written(Optional.of(key), Effect.CREATED);
    }

    /** Removes other rows with the same record id, so that each record has one row. */
    private Written replace(Wanted one, Row row, Effect effect) {
        Map<String, @Nullable Object> merged = merged(row.content(), one.write);
        merged.putIfAbsent(settings.keyColumn(), one.write.recordId());
        if (!merged.equals(row.content())) {
            edits.put(row.index(), new Edit.Replace(merged));
        }
        one.ours.stream()
                .filter(each -> each.index() != row.index())
                .forEach(each -> edits.put(each.index(), new Edit.Remove()));
        return new Written(Optional.of(text(merged, settings.keyColumn())), effect);
    }

    /** A rule cannot write the key column and the record id column. */
    private Map<String, @Nullable Object> merged(Map<String, @Nullable Object> row, Write write) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(row);
        merged.put(settings.recordIdColumn(), write.recordId());
        write.content().forEach((field, value) -> {
            if (!field.equals(settings.keyColumn()) && !field.equals(settings.recordIdColumn())) {
                merged.put(field, value);
            }
        });
        return merged;
    }

    /** @throws ConnectorException permanently, when a value cannot be written */
    static void requireWritable(Write write, FileForm form, Encoding encoding) {
        write.content().forEach((field, value) -> require(write, field, value, form, encoding));
        require(write, "record id", write.recordId(), form, encoding);
    }

    private static void require(Write write, String field, @Nullable Object value, FileForm form, Encoding encoding) {
        RowText.obstacle(field, value, form, encoding).ifPresent(obstacle -> {
            throw ConnectorException.refused(
                    "INVALID_VALUE",
                    ("%s cannot be written to the file, because its field %s contains %s. Correct the record or the"
                                    + " rule, then retry.")
                            .formatted(write, field, obstacle));
        });
    }

    /** Converts e-mail addresses to lower case, so that they are compared case-insensitively. */
    private static Match folded(String field, String value) {
        return new Match(
                field,
                value.length() <= MAX_EMAIL_LENGTH && value.contains("@") ? value.toLowerCase(Locale.ROOT) : value);
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }
}
