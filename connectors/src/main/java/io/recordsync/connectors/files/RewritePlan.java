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
import io.recordsync.connectors.files.RawRows.Raw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to each row of a file, after all rows have been seen once. Only the writes and the rows that
 * concern them are in memory. A write's row is found by the external id, then by the record id, then by the rule's
 * match.
 */
final class RewritePlan implements Rewrite.Visitor {

    private static final int MAX_EMAIL_LENGTH = 320;

    private final FilesSettings settings;
    private final String name;
    private final List<FoundRows> wanted;
    private final Map<String, Set<FoundRows>> byKey = new HashMap<>();
    private final Map<String, FoundRows> byRecordId = new HashMap<>();
    private final Map<Match, List<FoundRows>> byMatch = new HashMap<>();
    private final SequencedSet<String> matchFields = new LinkedHashSet<>();
    private final HiddenKeys hidden;
    private final RowEdits edits;
    private boolean hasRows;
    private long missed;
    private boolean seen;

    /** @param name the file's name in messages */
    RewritePlan(List<Write> writes, FilesSettings settings, String name) {
        this.settings = settings;
        this.name = name;
        this.edits = new RowEdits(settings);
        this.hidden = new HiddenKeys(writes.stream()
                .filter(write -> write.operation() == Operation.UPDATE)
                .flatMap(write -> write.externalId().stream())
                .toList());
        this.wanted = writes.stream().map(FoundRows::new).toList();
        wanted.forEach(this::index);
    }

    private void index(FoundRows one) {
        Write write = one.write();
        write.externalId().ifPresent(id -> indexKey(id, one));
        indexKey(write.recordId(), one);
        byRecordId.put(write.recordId(), one);
        write.match().filter(match -> !match.value().isEmpty()).ifPresent(match -> {
            matchFields.add(match.field());
            byMatch.computeIfAbsent(folded(match.field(), match.value()), any -> new ArrayList<>())
                    .add(one);
        });
    }

    private void indexKey(String key, FoundRows one) {
        byKey.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(one);
    }

    @Override
    public void see(long index, Map<String, @Nullable Object> content) {
        hasRows = true;
        seen = true;
        FileRow row = FileRow.of(index, content, settings);
        byKey.getOrDefault(row.key(), Set.of()).forEach(one -> one.seeKey(row));
        Optional.ofNullable(byRecordId.get(row.recordId())).ifPresent(one -> one.seeOurs(row));
        for (String field : matchFields) {
            byMatch.getOrDefault(folded(field, FileRow.text(content, field)), List.of())
                    .forEach(one -> one.seeAlike(row));
        }
    }

    @Override
    public void miss(Raw raw, Encoding encoding) {
        hasRows = true;
        missed++;
        hidden.miss(raw, encoding);
    }

    /**
     * The outcomes, in the order of the writes.
     *
     * @param seen the state of the file in which all its rows were seen
     */
    List<Outcome> decide(Rewrite file, SeenFile seen, Instant now) {
        TwoWayEdits twoWay = new TwoWayEdits(settings, file, name, edits, hasRows);
        List<Outcome> outcomes = new ArrayList<>();
        for (FoundRows one : wanted) {
            outcomes.add(outcome(one, file, twoWay, doubt(one, file, seen, now)));
        }
        return outcomes;
    }

    /** @throws ConnectorException if no row has the form of the first one: the file is then of another form */
    void requireReadable() {
        if (!seen && missed > 1) {
            throw FilesErrors.unwritable(name, String.format(Locale.ROOT, "none of its %d rows can be read", missed));
        }
    }

    RowEdits edits() {
        return edits;
    }

    /** Whether the write may add columns to the file: not to rows that exist and are read back. */
    boolean mayAddColumns(Write write) {
        return !hasRows || !TwoWayEdits.isOne(write);
    }

    private Outcome outcome(FoundRows one, Rewrite file, TwoWayEdits twoWay, Optional<ConnectorException> doubt) {
        try {
            if (one.write().operation() != Operation.DELETE) {
                requireWritable(one.write(), file.form(), file.encoding());
            }
            return switch (one.write().operation()) {
                case DELETE -> delete(one);
                case UPSERT -> upsert(one);
                case CREATE -> twoWay.create(one);
                case UPDATE -> twoWay.update(one, doubt);
            };
        } catch (ConnectorException e) {
            return new Refused(e);
        }
    }

    /** Why it is not known whether a row with the external id is there, if none was found. */
    private Optional<ConnectorException> doubt(FoundRows one, Rewrite file, SeenFile seen, Instant now) {
        if (!seen.exists()) {
            return Optional.of(FilesErrors.noFile(name));
        }
        return file.obstacle(settings)
                .or(() -> one.write().externalId().flatMap(key -> hidden.doubt(key, name, seen, now)));
    }

    private Written delete(FoundRows one) {
        Optional<FileRow> row = one.row();
        one.known().forEach(edits::remove);
        one.ours().forEach(edits::remove);
        return row.isPresent()
                ? new Written(row.map(FileRow::key), Effect.DELETED)
                : new Written(one.write().externalId(), Effect.ABSENT);
    }

    private Written upsert(FoundRows one) {
        ConnectorException doubled = ConnectorException.refused(
                "DUPLICATE", "The file %s has rows that match %s.".formatted(name, one.write()));
        Optional<FileRow> row = one.row();
        if (row.isEmpty() && one.alike().isEmpty()) {
            return written(edits.create(one.write(), one.isKeyTaken()), Effect.CREATED);
        }
        if (row.isEmpty()) {
            LinkCandidate found = LinkCandidate.toLink(
                    one.write(), one.alike().stream().map(this::asItWillBe).toList(), doubled);
            FileRow linked = one.alike().stream()
                    .filter(each -> each.key().equals(found.externalId()) && one.isFreeFor(each))
                    .findFirst()
                    .orElseThrow();
            return replace(one, linked, Effect.LINKED);
        }
        requireNoneLike(one, row.get(), doubled);
        return replace(one, row.get(), Effect.UPDATED);
    }

    /** The row as it will be after the batch's earlier writes; a row that one of them has linked is no longer free. */
    private LinkCandidate asItWillBe(FileRow row) {
        return edits.now(row).map(FileRow::existing).orElseGet(row::existing);
    }

    private void requireNoneLike(FoundRows one, FileRow row, ConnectorException doubled) {
        one.alike().stream()
                .filter(each -> each.index() != row.index()
                        && asItWillBe(each).recordId().isEmpty())
                .findFirst()
                .ifPresent(each -> {
                    throw each.existing().unlinkable(doubled);
                });
    }

    /** Removes other rows with the same record id, so that each record has one row. */
    private Written replace(FoundRows one, FileRow row, Effect effect) {
        Written written = written(edits.change(row, one.write(), true), effect);
        one.ours().stream().filter(each -> each.index() != row.index()).forEach(edits::remove);
        return written;
    }

    private Written written(Map<String, @Nullable Object> row, Effect effect) {
        return new Written(Optional.of(FileRow.key(row, settings)), effect);
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
                            ("%s cannot be written to the file, because its field %s contains %s. Correct the record or"
                                            + " the rule, then retry.")
                                    .formatted(write, field, obstacle))
                    .ofFields(write.fieldsNamed(List.of(field)));
        });
    }

    /** Converts e-mail addresses to lower case, so that they are compared case-insensitively. */
    private static Match folded(String field, String value) {
        return new Match(
                field,
                value.length() <= MAX_EMAIL_LENGTH && value.contains("@") ? value.toLowerCase(Locale.ROOT) : value);
    }
}
