package io.recordsync.connectors.files;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Durations;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes to the files of the path setting, one file for each object. */
final class FilesWrites {

    /** In REPLACE mode each batch rewrites the whole file, so that a large batch costs as much as a single write. */
    static final int MAX_BATCH = 1_000;

    private static final Duration MAX_PATIENCE = Duration.ofSeconds(20);

    /** The time before the deadline that is kept for the write itself. */
    private static final Duration WRITE_TIME = Duration.ofSeconds(1);

    private final String system;
    private final FilesSettings settings;
    private final InstantSource clock;
    private final Map<String, TargetFile> targets = new ConcurrentHashMap<>();

    /** @param clock for the times of appended changes */
    FilesWrites(String system, FilesSettings settings, InstantSource clock) {
        this.system = system;
        this.settings = settings;
        this.clock = clock;
    }

    Outcome write(Write write, CallScope scope) {
        return Batch.only(writeAll(List.of(write), scope));
    }

    /** The batch reaches the disk as a whole or not at all. A row that cannot be written is refused alone. */
    List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        new Batch(writes, MAX_BATCH);
        if (writes.stream().anyMatch(TwoWayEdits::isOne)) {
            settings.requireTwoWay(system);
        }
        return writes.isEmpty() ? List.of() : target(writes.getFirst().object()).write(writes, patience(scope));
    }

    private TargetFile target(String object) {
        String path = settings.path()
                .orElseThrow(() -> ConnectorException.unsupported(system, "be written: its setting PATH is not set"));
        return targets.computeIfAbsent(
                object, any -> new TargetFile(settings, FileNames.target(path, object), object, clock));
    }

    private Duration patience(CallScope scope) {
        Duration left = scope.deadline().left().minus(WRITE_TIME);
        Duration some = Durations.shorter(left, MAX_PATIENCE);
        return some.isNegative() ? Duration.ZERO : some;
    }
}
