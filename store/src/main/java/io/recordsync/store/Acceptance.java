package io.recordsync.store;

import io.recordsync.store.Accepted.Verdict;
import io.recordsync.store.Merge.Merged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes changes in: logs each under its event key, and merges it into the image of its record. */
public final class Acceptance {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Images images;

    Acceptance(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.images = new Images(jdbc);
    }

    /**
     * Accepts a whole poll in one transaction: all of it, or none. Changes of one record are merged in their order in the list.
     *
     * @return one for each change, in the same order; the same event a second time is {@link Verdict#REPEATED}
     */
    public List<Accepted> accept(List<Change> changes) {
        return changes.isEmpty()
                ? List.of()
                : Objects.requireNonNull(transaction.execute(status -> acceptAll(changes)));
    }

    private List<Accepted> acceptAll(List<Change> changes) {
        Map<RecordKey, Image> merged = new HashMap<>(images.lock(keys(changes)));
        Map<EventId, Accepted> accepted = new LinkedHashMap<>();
        Set<EventId> known = known(changes);
        for (Change change : changes) {
            EventId id = EventId.of(change);
            if (!known.contains(id) && !accepted.containsKey(id)) {
                accepted.put(id, merge(change, merged));
            }
        }
        log(accepted.values());
        images.write(altered(accepted.values(), merged));
        return answers(changes, accepted, merged);
    }

    private static Accepted merge(Change change, Map<RecordKey, Image> images) {
        Merged merged = Merge.apply(Objects.requireNonNull(images.get(change.key())), change);
        images.put(change.key(), merged.image());
        return new Accepted(change, merged.verdict(), merged.image().revision());
    }

    private static Collection<Image> altered(Collection<Accepted> accepted, Map<RecordKey, Image> images) {
        Set<RecordKey> keys = new TreeSet<>();
        accepted.stream()
                .filter(one -> one.verdict() != Verdict.SUPERSEDED)
                .forEach(one -> keys.add(one.change().key()));
        return keys.stream()
                .map(images::get)
                .map(java.util.Objects::requireNonNull)
                .toList();
    }

    private List<Accepted> answers(
            List<Change> changes, Map<EventId, Accepted> accepted, Map<RecordKey, Image> images) {
        List<Accepted> answers = new ArrayList<>();
        List<Change> repeats = new ArrayList<>();
        Map<EventId, Accepted> unanswered = new HashMap<>(accepted);
        for (Change change : changes) {
            Accepted first = unanswered.remove(EventId.of(change));
            answers.add(first != null ? first : repeated(change, images));
            if (first == null) {
                repeats.add(change);
            }
        }
        logRepeats(repeats);
        return answers;
    }

    private static Accepted repeated(Change change, Map<RecordKey, Image> images) {
        long revision = Objects.requireNonNull(images.get(change.key())).revision();
        return new Accepted(change, Verdict.REPEATED, revision);
    }

    private Set<EventId> known(List<Change> changes) {
        Columns<Change> rows = new Columns<>(changes);
        return new HashSet<>(Keys.params(jdbc.sql("""
                select tenant, entity, record_id, event_key
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :eventKeys::text[])
                     as w (tenant, entity, record_id, event_key)
                join change using (tenant, entity, record_id, event_key)
                """), rows, Change::key)
                .param("eventKeys", rows.text(Change::eventKey))
                .query((row, n) -> new EventId(Keys.of(row), row.getString("event_key")))
                .list());
    }

    private void log(Collection<Accepted> accepted) {
        List<Accepted> inOrder = accepted.stream()
                .sorted(Comparator.comparing(one -> EventId.of(one.change())))
                .toList();
        Columns<Accepted> rows = new Columns<>(inOrder);
        Keys.params(jdbc.sql("""
                insert into change (tenant, entity, record_id, event_key, source, operation, version, door, verdict, revision)
                select *
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :eventKeys::text[], :sources::text[],
                            :operations::text[], :versions::text[], :doors::text[], :verdicts::text[], :revisions::bigint[])
                """), rows, one -> one.change().key())
                .param("eventKeys", rows.text(one -> one.change().eventKey()))
                .param("sources", rows.text(one -> one.change().source()))
                .param("operations", rows.text(one -> lower(one.change().operation())))
                .param(
                        "versions",
                        rows.text(one -> Objects.toString(one.change().version(), null)))
                .param("doors", rows.text(one -> one.change().door()))
                .param("verdicts", rows.text(one -> lower(one.verdict())))
                .param("revisions", rows.longs(Accepted::revision))
                .update();
    }

    /** A repeat from the same door is the same arrival read again, after a crash: it is no further event. */
    private void logRepeats(List<Change> repeats) {
        Columns<Change> rows = new Columns<>(repeats);
        Keys.params(jdbc.sql("""
                insert into change_repeat (tenant, entity, record_id, event_key, door)
                select tenant, entity, record_id, event_key, w.door
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :eventKeys::text[], :doors::text[])
                     as w (tenant, entity, record_id, event_key, door)
                join change c using (tenant, entity, record_id, event_key)
                where c.door <> w.door
                on conflict do nothing
                """), rows, Change::key)
                .param("eventKeys", rows.text(Change::eventKey))
                .param("doors", rows.text(Change::door))
                .update();
    }

    private static Set<RecordKey> keys(List<Change> changes) {
        Set<RecordKey> keys = new TreeSet<>();
        changes.forEach(change -> keys.add(change.key()));
        return keys;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** An event is known by its record and its key, so that no sender can hide a record's change behind another's key. */
    private record EventId(RecordKey key, String eventKey) implements Comparable<EventId> {

        private static final Comparator<EventId> ORDER =
                Comparator.comparing(EventId::key).thenComparing(EventId::eventKey);

        static EventId of(Change change) {
            return new EventId(change.key(), change.eventKey());
        }

        @Override
        public int compareTo(EventId other) {
            return ORDER.compare(this, other);
        }
    }
}
