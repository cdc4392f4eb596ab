package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.SettingChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the files of the source setting, and single rows of a file that is synced in both directions. */
final class FilesReads {

    static final int MAX_PAGE = 1_000;
    static final int MAX_FIND = 1_000;

    private final String system;
    private final FilesSettings settings;
    private final Optional<Source> source;
    private final InstantSource clock;

    /** @param clock to decide whether a file may be incomplete */
    FilesReads(String system, FilesSettings settings, Optional<Source> source, InstantSource clock) {
        this.system = system;
        this.settings = settings;
        this.source = source;
        this.clock = clock;
    }

    Page read(Read read, CallScope scope) {
        if (read.feed() == Read.Feed.DELETES) {
            throw ConnectorException.unsupported(system, "report deletes, because a removed row leaves no trace");
        }
        int limit = Math.min(read.limit(), MAX_PAGE);
        return readable().read(new Read(read.feed(), read.object(), read.fields(), read.from(), limit), scope);
    }

    /**
     * Reads the whole file, whatever the number of keys.
     *
     * @throws ConnectorException if a row that was not found may be there nevertheless
     */
    List<ReadRecord> find(String object, List<String> fields, List<String> keys) {
        settings.requireTwoWay(system);
        SettingChecks.require(
                keys.size() <= MAX_FIND, String.format(Locale.ROOT, "at most %d rows can be found at once", MAX_FIND));
        Path path = FileNames.target(settings.path().orElseThrow(), object);
        try {
            SeenFile before = SeenFile.of(path, FilePosition.START, true);
            Rewrite file = Rewrite.of(path, settings.encoding());
            RowFinder finder = new RowFinder(new FileRecords(settings, file.form(), fields), keys);
            SeenFile seen = file.visit(finder);
            if (!before.isStill(path, FilePosition.START)) {
                throw FilesErrors.changedMeanwhile(FileNames.name(path));
            }
            requireKeys(file, seen);
            finder.requireNoDoubt(FileNames.name(path), seen, clock.instant());
            return finder.found();
        } catch (IOException e) {
            throw FilesErrors.io(FileNames.name(path), "read", e);
        }
    }

    private void requireKeys(Rewrite file, SeenFile seen) {
        file.obstacle(settings).filter(any -> seen.exists()).ifPresent(reason -> {
            throw reason;
        });
    }

    /** Rows have no time, and a change of a file is visible at once. */
    Visibility visibility() {
        return settings.isTwoWay() ? new Visibility(MAX_FIND, Duration.ZERO, Duration.ZERO, true) : Visibility.NONE;
    }

    /** The quota of the source; without one, that of the files that are written. */
    Quota quota() {
        return source.map(Source::quota)
                .orElseGet(() -> LocalSource.quota(settings.path().orElse("")));
    }

    private Source readable() {
        return source.orElseThrow(
                () -> ConnectorException.unsupported(system, "be read: its setting SOURCE is not set"));
    }
}
