package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.ReadingRules;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.ledger.FieldHashes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The base after a write that the system has taken; a pure function. What was sent counts as given. What the system
 * shows of it is its form of our value, unless the row shows again just what it showed before: then the system did not
 * write it, and did not say so.
 *
 * @param hashes the hashes of values
 * @param reading how the row is read
 * @param at when the write was made, by the ledger's clock
 * @param time when it was made, by the system's clock
 */
record BaseAfterWrite(FieldHashes hashes, ReadingRules reading, Instant at, WriteTime time) {

    /**
     * @param counterpart the row with its new base
     * @param notWritten a conflict for each path that the system did not write
     */
    record Result(Counterpart counterpart, List<Conflict> notWritten) {}

    /**
     * @param before the row as it was known before the write; without a base if it was created
     * @param content what was sent
     * @param alreadyShown fields that count as given because the system shows them already
     * @param shown the row after the write; empty if nothing shows it
     */
    Result after(
            Counterpart before,
            Map<String, @Nullable Object> content,
            Map<String, String> alreadyShown,
            Optional<ReadRecord> shown) {
        Optional<ReadRecord> answer = shown.filter(row -> !isLater(row));
        Set<String> unwritten = new LinkedHashSet<>();
        content.forEach((field, value) -> {
            if (answer.filter(row -> isUnwritten(before, field, value, row)).isPresent()) {
                unwritten.add(field);
            }
        });
        Counterpart after = before.with(draft -> {
            alreadyShown.forEach((field, hash) -> draft.field(field, base -> base.withGiven(hash)));
            content.forEach((field, value) -> draft.field(field, base -> given(base, before, field, value, answer)));
            return draft.wrote(Optional.of(time))
                    .modified(answer.flatMap(ReadRecord::modified).or(before::modified))
                    .rowHash(Optional.empty())
                    .carried(true)
                    .sending(stillSending(before, content, shown.isPresent()));
        });
        return new Result(after, conflicts(before, content, unwritten, answer));
    }

    /**
     * While nothing has shown what came of a write, a row that shows its fields in another form is no edit. That holds
     * for an earlier write of other fields too.
     */
    private Map<String, String> stillSending(
            Counterpart before, Map<String, @Nullable Object> content, boolean isShown) {
        Map<String, String> sending = new LinkedHashMap<>(before.sending());
        sending.keySet().removeAll(content.keySet());
        if (!isShown) {
            content.forEach((field, value) -> sending.put(field, hash(before, field, value)));
        }
        return sending;
    }

    /**
     * Whether a field that was sent shows a third value in a row that was last changed before our write: somebody has
     * edited it, and nobody has read that yet.
     */
    boolean isStale(Counterpart before, Map<String, @Nullable Object> content, ReadRecord row) {
        return row.modified().filter(modified -> modified.isBefore(time.from())).isPresent()
                && content.keySet().stream()
                        .filter(row.content()::containsKey)
                        .filter(reading.readFields()::contains)
                        .filter(field -> !before.field(field).isUnknown())
                        .anyMatch(field -> isThird(
                                before, field, content.get(field), row.content().get(field)));
    }

    private boolean isThird(Counterpart before, String field, @Nullable Object sent, @Nullable Object shows) {
        return !before.field(field).knows(hash(before, field, shows))
                && !Objects.equals(reading.normal(field, shows).value(), sent);
    }

    /** Whether somebody has changed the row after our call, so that it does not show what came of the call. */
    private boolean isLater(ReadRecord row) {
        return row.modified().filter(modified -> modified.isAfter(time.until())).isPresent();
    }

    private FieldBase given(
            FieldBase base, Counterpart before, String field, @Nullable Object value, Optional<ReadRecord> answer) {
        @Nullable String shows = answer.filter(row -> row.content().containsKey(field))
                .map(row -> hash(before, field, row.content().get(field)))
                .orElse(null);
        return base.withGiven(hash(before, field, value))
                .withShown(shows)
                .withDiffers(false)
                .withWrite(at);
    }

    /** Whether the row shows what it showed before, and that is not ours in another form. */
    private boolean isUnwritten(Counterpart before, String field, @Nullable Object value, ReadRecord row) {
        if (!row.content().containsKey(field) || !reading.readFields().contains(field)) {
            return false;
        }
        Object shows = row.content().get(field);
        boolean showsTheSame =
                before.isWithoutBase() ? shows == null : before.field(field).knows(hash(before, field, shows));
        return showsTheSame && !Objects.equals(reading.normal(field, shows).value(), value);
    }

    private List<Conflict> conflicts(
            Counterpart before,
            Map<String, @Nullable Object> content,
            Set<String> unwritten,
            Optional<ReadRecord> answer) {
        Set<String> paths = new LinkedHashSet<>();
        unwritten.forEach(field -> paths.addAll(reading.pathsOf(field)));
        List<Conflict> conflicts = new ArrayList<>();
        for (String path : paths) {
            Map<String, String> shows = new LinkedHashMap<>();
            reading.feeds(path).stream()
                    .filter(field -> answer.filter(row -> row.content().containsKey(field))
                            .isPresent())
                    .forEach(field -> shows.put(
                            field,
                            hash(before, field, answer.orElseThrow().content().get(field))));
            conflicts.add(new Conflict(
                    before.place(),
                    before.entity(),
                    path,
                    before.recordId(),
                    Kind.NOT_WRITTEN,
                    shows,
                    ours(content, path),
                    theirs(path, answer.orElseThrow())));
        }
        return conflicts;
    }

    /** What the row shows of a path, as it is, if one field says it. */
    private @Nullable Object theirs(String path, ReadRecord row) {
        Set<String> fields = reading.feeds(path);
        return fields.size() == 1 ? row.content().get(fields.iterator().next()) : null;
    }

    private @Nullable Object ours(Map<String, @Nullable Object> content, String path) {
        return reading.feeds(path).stream()
                .filter(content::containsKey)
                .map(content::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private String hash(Counterpart row, String field, @Nullable Object value) {
        return hashes.of(row.place().tenant(), field, value);
    }
}
