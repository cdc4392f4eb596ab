package io.recordsync.starter.bridge.lanes;

import io.recordsync.starter.bridge.kafka.MessagePosition;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.SyncBatchInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the lane of accepted changes, and notifies Temporal by it. A few changes are each sent to the workflow of
 * their record, and do not wait for one another. When a page brings many changes, or many deliveries are under way,
 * changes are sent in chunks.
 */
public final class LaneRouter {

    /**
     * The largest total length of a chunk's record ids, in characters. The ids are written to the chunk's history once
     * per system, and Temporal accepts at most 2 MB per message.
     */
    private static final int MAX_CHARACTERS = 64 * 1024;

    private final ParallelSignals signals;
    private final SyncBatchClient batches;
    private final InFlightLoad load;
    private final BridgeSettings settings;

    LaneRouter(ParallelSignals signals, SyncBatchClient batches, InFlightLoad load, BridgeSettings settings) {
        this.signals = signals;
        this.batches = batches;
        this.load = load;
        this.settings = settings;
    }

    /** The lane for this number of records, which belong together. */
    public Lane choose(int records) {
        return records < settings.batchThreshold() && !load.isHigh() ? Lane.RECORD : Lane.CHUNK;
    }

    /**
     * Notifies Temporal of accepted changes.
     *
     * @throws RuntimeException if Temporal cannot be reached. It may have been notified of some changes
     */
    public void send(List<Accepted> accepted, Lane lane) {
        switch (lane) {
            case RECORD -> signals.send(revisions(accepted));
            case CHUNK -> sendInChunks(accepted);
        }
    }

    /**
     * Notifies Temporal of records that the sweep has found. If there are many, their original chunks may still wait
     * for a worker. One workflow per record would then overload Temporal. Another chunk does not disturb the original
     * ones, and delivers what a terminated chunk did not.
     *
     * @param revisions the newest revision of each record
     * @throws RuntimeException if Temporal cannot be reached. It may have been notified of some records
     */
    public void sendOverdue(Map<RecordKey, Long> revisions) {
        if (choose(revisions.size()) == Lane.RECORD) {
            signals.send(revisions);
            return;
        }
        Map<RecordKey, Long> single = new HashMap<>(revisions);
        byEntity(revisions)
                .forEach((of, keys) -> cut(keys, RecordKey::recordId).stream()
                        .filter(chunk -> chunk.size() > 1)
                        .forEach(chunk -> {
                            batches.startSwept(new SyncBatchInput(
                                    of.tenant(),
                                    of.entity(),
                                    chunk.stream().map(RecordKey::recordId).toList()));
                            chunk.forEach(single::remove);
                        }));
        signals.send(single);
    }

    /**
     * Notifies Temporal of records that are to be processed when nothing more urgent is due. They are always sent in
     * chunks, with the lowest priority.
     *
     * @param revisions the newest revision of each record
     * @throws RuntimeException if Temporal cannot be reached. It may have been notified of some records
     */
    public void sendBackfill(Map<RecordKey, Long> revisions) {
        byEntity(revisions)
                .forEach((of, keys) -> cut(keys, RecordKey::recordId)
                        .forEach(chunk -> batches.startSwept(new SyncBatchInput(
                                of.tenant(),
                                of.entity(),
                                chunk.stream().map(RecordKey::recordId).toList(),
                                Priorities.BACKFILL))));
    }

    /** Sorted by record id, so that records that are found again form the same chunks, with the same workflow ids. */
    private static Map<OneEntity, List<RecordKey>> byEntity(Map<RecordKey, Long> revisions) {
        return revisions.keySet().stream()
                .sorted(Comparator.comparing(RecordKey::recordId))
                .collect(Collectors.groupingBy(key -> new OneEntity(key.tenant(), key.entity())));
    }

    /**
     * Signals the workflow of each record, however many there are, because parked deliveries belong to the workflow of
     * their record.
     *
     * @param revisions the newest revision of each record
     * @throws RuntimeException if Temporal cannot be reached. It may have been notified of some records
     */
    public void sendEach(Map<RecordKey, Long> revisions) {
        signals.send(revisions);
    }

    private record OneEntity(String tenant, String entity) {}

    /**
     * Sends the changes in chunks. A chunk with a single record is sent to the workflow of that record instead, and so
     * is each change that did not come from Kafka, because the positions of messages form a chunk's workflow id.
     */
    private void sendInChunks(List<Accepted> accepted) {
        List<Accepted> single = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        accepted.forEach(one -> MessagePosition.parse(one.change().door())
                .ifPresentOrElse(position -> arrivals.add(new Arrival(one, position)), () -> single.add(one)));
        for (List<Arrival> chunk : chunks(arrivals)) {
            if (chunk.size() == 1) {
                single.add(chunk.getFirst().accepted());
            } else {
                start(chunk);
            }
        }
        signals.send(revisions(single));
    }

    private void start(List<Arrival> chunk) {
        Kind kind = chunk.getFirst().kind();
        batches.start(
                kind.topic(),
                chunk.stream().map(arrival -> arrival.position().place()).toList(),
                new SyncBatchInput(
                        kind.tenant(),
                        kind.entity(),
                        chunk.stream().map(Arrival::recordId).toList()));
    }

    /** The newest revision of each record. */
    private static Map<RecordKey, Long> revisions(List<Accepted> accepted) {
        Map<RecordKey, Long> revisions = new LinkedHashMap<>();
        accepted.forEach(one -> revisions.merge(one.change().key(), one.revision(), Math::max));
        return revisions;
    }

    /**
     * Groups changes by topic, tenant and entity, in the order of the poll, each record once, up to the largest chunk
     * size. Partitions are mixed, so that chunks and their calls are full. A record takes the position of its newest
     * change, and these positions form the workflow id: a running chunk with the same id has therefore seen that change
     * too.
     */
    private List<List<Arrival>> chunks(List<Arrival> arrivals) {
        Map<Kind, SequencedMap<RecordKey, Arrival>> kinds = new LinkedHashMap<>();
        arrivals.forEach(one -> kinds.computeIfAbsent(one.kind(), kind -> new LinkedHashMap<>())
                .putLast(one.accepted().change().key(), one));
        return kinds.values().stream()
                .flatMap(ofKind -> cut(ofKind.values(), Arrival::recordId).stream())
                .toList();
    }

    private <T> List<List<T>> cut(Collection<T> rows, Function<T, String> recordId) {
        List<List<T>> chunks = new ArrayList<>();
        List<T> chunk = new ArrayList<>();
        int characters = 0;
        for (T row : rows) {
            int length = recordId.apply(row).length();
            characters += length;
            if (chunk.size() == settings.maxChunk() || characters > MAX_CHARACTERS) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                characters = length;
            }
            chunk.add(row);
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    /** What all records of one chunk have in common. */
    private record Kind(String topic, String tenant, String entity) {}

    /** An accepted change from Kafka. */
    private record Arrival(Accepted accepted, MessagePosition position) {

        String recordId() {
            return accepted.change().key().recordId();
        }

        Kind kind() {
            RecordKey key = accepted.change().key();
            return new Kind(position.partition().topic(), key.tenant(), key.entity());
        }
    }
}
