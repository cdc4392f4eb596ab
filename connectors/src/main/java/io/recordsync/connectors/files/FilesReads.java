package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import java.util.Optional;

/** Reads the files of the source setting. */
final class FilesReads {

    static final int MAX_PAGE = 1_000;

    private final String system;
    private final FilesSettings settings;
    private final Optional<Source> source;

    FilesReads(String system, FilesSettings settings, Optional<Source> source) {
        this.system = system;
        this.settings = settings;
        this.source = source;
    }

    Page read(Read read, CallScope scope) {
        if (read.feed() == Read.Feed.DELETES) {
            throw ConnectorException.unsupported(system, "report deletes, because a removed row leaves no trace");
        }
        int limit = Math.min(read.limit(), MAX_PAGE);
        return readable().read(new Read(read.feed(), read.object(), read.fields(), read.from(), limit), scope);
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
