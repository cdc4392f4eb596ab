package io.recordsync.starter.bridge;

import io.recordsync.store.Accepted;
import io.recordsync.store.RecordKey;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the lane of accepted changes. A few changes are each sent to the workflow of their record, and do not wait
 * for one another. When a poll brings many changes, or many deliveries are under way, changes are sent in chunks. Polls
 * that are not full are then spaced out so that chunks fill, because each call counts against a quota, however many
 * records it carries.
 */
final class LaneRouter {

    /**
     * The largest total length of a chunk's record ids, in characters. The ids are written to the chunk's history once
     * per system, and Temporal accepts at most 2 MB per message.
     */
    private static final int MAX_CHARACTERS = 64 * 1024;

    private final ParallelSignals signals;
    private final SyncBatchClient batches;
    private final InFlightLoad load;
    private final BridgeSettings settings;
    private final int fullPoll;

    /** @param fullPoll the largest number of messages in a poll */
    LaneRouter(
            ParallelSignals signals,
            SyncBatchClient batches,
            InFlightLoad load,
            BridgeSettings settings,
            int fullPoll) {
        this.signals = signals;
        this.batches = batches;
        this.load = load;
        this.settings = settings;
        this.fullPoll = fullPoll;
    }

    /**
     * Notifies Temporal of changes.
     *
     * @param accepted the accepted changes of which Temporal is to be notified
     * @param polled the number of readable messages in the poll
     * @throws RuntimeException if Temporal cannot be reached. It may have been notified of some changes
     */
    void send(List<Accepted> accepted, int polled) {
        if (isFew(accepted.size())) {
            signals.send(revisions(accepted));
            return;
        }
        sendInChunks(accepted);
        if (polled < fullPoll) {
            spaceOut();
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
    void sendLeftLying(Map<RecordKey, Long> revisions) {
        if (isFew(revisions.size())) {
            signals.send(revisions);
            return;
        }
        Map<RecordKey, Long> single = new HashMap<>(revisions);
        byEntity(revisions)
                .forEach((of, keys) -> cut(keys, RecordKey::recordId).stream()
                        .filter(chunk -> chunk.size() > 1)
                        .forEach(chunk -> {
                            batches.startLeftLying(new SyncBatchInput(
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
    void sendBackfill(Map<RecordKey, Long> revisions) {
        byEntity(revisions)
                .forEach((of, keys) -> cut(keys, RecordKey::recordId)
                        .forEach(chunk -> batches.startLeftLying(new SyncBatchInput(
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
    void sendEach(Map<RecordKey, Long> revisions) {
        signals.send(revisions);
    }

    private record OneEntity(String tenant, String entity) {}

    private boolean isFew(int changes) {
        return changes < settings.batchThreshold() && !load.isHigh();
    }

    /** Sends the changes in chunks. A chunk with a single record is sent to the workflow of that record instead. */
    private void sendInChunks(List<Accepted> accepted) {
        List<Accepted> single = new ArrayList<>();
        for (List<Arrival> chunk : chunks(accepted)) {
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
                chunk.stream().map(arrival -> arrival.door().place()).toList(),
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
    private List<List<Arrival>> chunks(List<Accepted> accepted) {
        Map<Kind, SequencedMap<RecordKey, Arrival>> kinds = new LinkedHashMap<>();
        for (Accepted one : accepted) {
            Arrival arrival = Arrival.of(one);
            kinds.computeIfAbsent(arrival.kind(), kind -> new LinkedHashMap<>())
                    .putLast(one.change().key(), arrival);
        }
        return kinds.values().stream()
                .flatMap(arrivals -> cut(arrivals.values(), Arrival::recordId).stream())
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

    private void spaceOut() {
        try {
            TimeUnit.NANOSECONDS.sleep(settings.flushInterval().toNanos());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** What all records of one chunk have in common. */
    private record Kind(String topic, String tenant, String entity) {}

    private record Arrival(Accepted accepted, MessagePosition door) {

        static Arrival of(Accepted accepted) {
            String door = accepted.change().door();
            return new Arrival(
                    accepted,
                    MessagePosition.parse(door)
                            .orElseThrow(() -> new IllegalArgumentException(door + " is no place on Kafka")));
        }

        String recordId() {
            return accepted.change().key().recordId();
        }

        Kind kind() {
            RecordKey key = accepted.change().key();
            return new Kind(door.partition().topic(), key.tenant(), key.entity());
        }
    }
}
