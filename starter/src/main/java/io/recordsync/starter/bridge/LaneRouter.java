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
 * Chooses how accepted changes go on. A few go each in the workflow of their record, and none waits for another. Where a poll brings many, or
 * much is under way, they go in chunks; then polls that are not full are spaced out, so that chunks fill: each call counts against a quota,
 * full or not.
 */
final class LaneRouter {

    /** Of all its record ids: they stand in the chunk's history once for each system, and Temporal takes 2 MB at a time. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    private final ParallelSignals signals;
    private final SyncBatchClient batches;
    private final InFlightLoad load;
    private final BridgeSettings settings;
    private final int fullPoll;

    /** @param fullPoll how many messages a poll takes at most */
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
     * Tells Temporal of changes.
     *
     * @param accepted those of which it is to be told
     * @param polled of how many messages they are, those that cannot be read left out
     * @throws RuntimeException if Temporal cannot be reached; some may have been told
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
     * Tells Temporal of records that have been left lying. While there are many, their chunks may well be in line still, for a worker that is away: a
     * workflow for each would be a storm, and one for all of them takes nothing from those chunks, and delivers what a chunk that was ended has left.
     *
     * @param revisions the newest of each record
     * @throws RuntimeException if Temporal cannot be reached; some may have been told
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
     * Tells Temporal of records that are to be worked on when nothing more urgent is there: always in chunks, which stand behind all else.
     *
     * @param revisions the newest of each record
     * @throws RuntimeException if Temporal cannot be reached; some may have been told
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

    /** Sorted, so that those that still lie the next time make the same chunk. */
    private static Map<OneEntity, List<RecordKey>> byEntity(Map<RecordKey, Long> revisions) {
        return revisions.keySet().stream()
                .sorted(Comparator.comparing(RecordKey::recordId))
                .collect(Collectors.groupingBy(key -> new OneEntity(key.tenant(), key.entity())));
    }

    /**
     * Tells the workflow of each record, however many they are: what is parked stays with the workflow of its record.
     *
     * @param revisions the newest of each record
     * @throws RuntimeException if Temporal cannot be reached; some may have been told
     */
    void sendEach(Map<RecordKey, Long> revisions) {
        signals.send(revisions);
    }

    private record OneEntity(String tenant, String entity) {}

    private boolean isFew(int changes) {
        return changes < settings.batchThreshold() && !load.isHigh();
    }

    /** A chunk of one would only be a detour. */
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
     * By topic, tenant and entity, in the order of the poll, each record once, and none larger than a chunk may be: whatever partitions they are of,
     * for a full chunk makes full calls. A record is where its newest change is: a chunk of the same messages that is under way since they
     * came before has seen that one too.
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
            if (chunk.size() == settings.maxChunk() || characters > MOST_CHARACTERS) {
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

    /** What the records of one chunk have in common. */
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
