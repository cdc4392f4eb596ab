package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A system in memory that is read and written. It keeps our record id, and tells times in whole seconds. */
final class MemoryConnector extends DelegatingConnector {

    private final Map<String, ReadRecord> rows = new LinkedHashMap<>();
    private final List<Write> writes = new ArrayList<>();
    private UnaryOperator<@Nullable Object> keeps = value -> value;
    private Set<String> refused = Set.of();
    private Duration ahead = Duration.ZERO;
    private boolean shows = true;
    private boolean asksExpected;
    private boolean expectsNothing;
    private boolean changesIds;
    private boolean losesAnswer;
    private boolean failsToFind;
    private boolean findsDefect;
    private @Nullable Boolean failsInside;
    private int finds;
    private int made;

    MemoryConnector(Connector real) {
        super(real);
    }

    /** The writes that took effect. */
    List<Write> writes() {
        return List.copyOf(writes);
    }

    int finds() {
        return finds;
    }

    MemoryConnector showingNothing() {
        shows = false;
        return this;
    }

    /** Its clock, by which its rows state their times, is ahead by this. */
    MemoryConnector ahead(Duration by) {
        ahead = by;
        return this;
    }

    @Override
    public Duration clockAhead() {
        return ahead;
    }

    void keeping(UnaryOperator<@Nullable Object> form) {
        keeps = form;
    }

    /** From now on an update is compared with the row in the transaction that writes it, as databases do. */
    MemoryConnector asksExpected() {
        asksExpected = true;
        return this;
    }

    /** From now on no row is as an update expects it. */
    void expectsNothing() {
        expectsNothing = true;
    }

    /** From now on each update gives its row another id, as tables do whose key is a field. */
    void changeIds() {
        changesIds = true;
    }

    void loseNextAnswer() {
        losesAnswer = true;
    }

    /** @param afterWrite whether the next write takes effect before the system fails */
    void failInside(boolean afterWrite) {
        failsInside = afterWrite;
    }

    /** From now on reading by id fails because of a defect. */
    void findDefect(boolean now) {
        findsDefect = now;
    }

    void failToFind(boolean now) {
        failsToFind = now;
    }

    void refuse(Set<String> fields) {
        refused = fields;
    }

    String personMakes(Map<String, @Nullable Object> content) {
        return put("p" + ++made, Optional.empty(), content);
    }

    void personSets(String id, String field, @Nullable Object value) {
        put(id, row(id).recordId(), with(row(id).content(), field, value));
    }

    void personGives(String id, String recordId) {
        put(id, Optional.of(recordId).filter(given -> !given.isEmpty()), row(id).content());
    }

    void personDeletes(String id) {
        rows.remove(id);
    }

    ReadRecord only() {
        if (rows.size() != 1) {
            throw new AssertionError(system() + " has " + rows.size() + " rows");
        }
        return rows.values().iterator().next();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    ReadRecord row(String id) {
        return Objects.requireNonNull(rows.get(id), id);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "",
                Writing.inBatches(200, BatchForm.ONE_CALL, Identity.LOOK_UP),
                new Reading(Feed.TIME, true, 100, new Visibility(200, Duration.ZERO, Duration.ofSeconds(1), shows)),
                super.capabilities().quota(),
                Duration.ofSeconds(1));
    }

    @Override
    public List<ReadRecord> find(String object, List<String> fields, List<String> ids, CallScope scope) {
        finds++;
        if (failsToFind) {
            throw new ConnectorException(ErrorKind.UNAVAILABLE, "HTTP_503", "It is down.", false);
        }
        if (findsDefect) {
            throw new IllegalStateException("a defect");
        }
        return ids.stream().filter(rows::containsKey).map(this::row).toList();
    }

    @Override
    public List<Outcome> writeAll(List<Write> all, CallScope scope) {
        return all.stream().map(this::outcome).toList();
    }

    private Outcome outcome(Write write) {
        try {
            return write(write);
        } catch (ConnectorException e) {
            return new Outcome.Refused(e);
        }
    }

    @Override
    public Outcome write(Write write, CallScope scope) {
        return write(write);
    }

    private Outcome write(Write write) {
        Set<String> bad = write.fieldsNamed(refused);
        if (!bad.isEmpty()) {
            throw new ConnectorException(ErrorKind.PERMANENT, "INVALID_FIELD", "It refuses a field.", false)
                    .ofFields(bad);
        }
        failInsideIf(false);
        Outcome outcome = switch (write.operation()) {
            case CREATE, UPSERT -> create(write);
            case UPDATE -> update(write);
            case DELETE -> delete(write);
        };
        if (outcome instanceof Outcome.Written) {
            writes.add(write);
        }
        failInsideIf(true);
        if (losesAnswer) {
            losesAnswer = false;
            throw new ConnectorException(ErrorKind.TRANSIENT, "TIMEOUT", "No answer came.", true);
        }
        return outcome;
    }

    private void failInsideIf(boolean afterWrite) {
        if (failsInside != null && failsInside == afterWrite) {
            failsInside = null;
            throw new ConnectorException(ErrorKind.TRANSIENT, "HTTP_500", "It failed inside.", false)
                    .failedInside(true);
        }
    }

    private Outcome create(Write write) {
        Optional<ReadRecord> met = rows.values().stream()
                .filter(row -> row.recordId().equals(Optional.of(write.recordId()))
                        || write.match()
                                .filter(match ->
                                        match.value().equals(row.content().get(match.field())))
                                .isPresent())
                .findFirst();
        if (met.filter(row -> !write.mayHaveMade(row)).isPresent()) {
            return new Outcome.Linked(met.get());
        }
        String id = met.map(ReadRecord::externalId).orElseGet(() -> system() + ++made);
        put(id, Optional.of(write.recordId()), kept(write.content()));
        return written(id, met.isPresent() ? Effect.UPDATED : Effect.CREATED);
    }

    private Outcome update(Write write) {
        String id = write.externalId().orElseThrow();
        ReadRecord row = rows.get(id);
        if (row == null) {
            return new Outcome.Gone(Optional.empty());
        }
        if (expectsNothing || asksExpected && !write.held().expected().test(row)) {
            return new Outcome.Stale(row);
        }
        Map<String, @Nullable Object> all = new HashMap<>(row.content());
        all.putAll(kept(write.content()));
        String after = changesIds ? system() + ++made : id;
        rows.remove(id);
        put(after, Optional.of(write.recordId()), all);
        return written(after, Effect.UPDATED);
    }

    private Outcome delete(Write write) {
        boolean wasThere =
                write.externalId().map(rows::remove).filter(Objects::nonNull).isPresent();
        return new Outcome.Written(write.externalId(), wasThere ? Effect.DELETED : Effect.ABSENT);
    }

    private Outcome written(String id, Effect effect) {
        return new Outcome.Written(Optional.of(id), effect, Optional.of(row(id)).filter(row -> shows));
    }

    private Map<String, @Nullable Object> kept(Map<String, @Nullable Object> content) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        content.forEach((field, value) -> kept.put(field, keeps.apply(value)));
        return kept;
    }

    private String put(String id, Optional<String> recordId, Map<String, @Nullable Object> content) {
        rows.put(
                id,
                new ReadRecord(
                        id,
                        recordId,
                        Optional.of(Instant.now().plus(ahead).truncatedTo(ChronoUnit.SECONDS)),
                        false,
                        content));
        return id;
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> content, String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(content);
        changed.put(field, value);
        return changed;
    }
}
