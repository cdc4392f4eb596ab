package io.recordsync.worker.reading.run;

import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunKind;
import io.recordsync.worker.reading.SeenRow;
import java.util.List;

/** The rows that were written before the system was read: in a first read they are their records' rows. */
final class EarlierRows {

    private static final int LINKED_AT_ONCE = 5000;

    private final ReadingContext context;
    private final Run run;

    EarlierRows(ReadingContext context, Run run) {
        this.context = context;
        this.run = run;
    }

    /** Links all of them, before the first row is seen. A dry run links those of each page instead. */
    void linkAll() {
        boolean hasMore = run.kind() == RunKind.LINK && run.page() == 0 && !run.isDry();
        while (hasMore) {
            hasMore = context.store().earlier().link(run, context.object(run.key()), keyId(), LINKED_AT_ONCE);
        }
    }

    /** Links those among some rows. */
    void link(List<SeenRow> rows) {
        if (run.kind() == RunKind.LINK) {
            List<String> ids = rows.stream().map(row -> row.row().externalId()).toList();
            context.store().earlier().link(run, context.object(run.key()), keyId(), ids);
        }
    }

    private int keyId() {
        return context.store().hashes().get().keyId();
    }
}
