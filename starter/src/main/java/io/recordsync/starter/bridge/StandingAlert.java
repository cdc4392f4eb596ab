package io.recordsync.starter.bridge;

import io.recordsync.settings.ErrorIds;
import io.recordsync.settings.LogFields;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** An alert that is logged once however long its cause lasts, and once more when the cause ends. Used by one thread. */
final class StandingAlert {

    private final Logger log;
    private final ErrorIds errorIds;
    private boolean stands;

    StandingAlert(Logger log, ErrorIds errorIds) {
        this.log = log;
        this.errorIds = errorIds;
    }

    /** @param text what is wrong, what follows from it, and what to do */
    void raise(Supplier<String> text) {
        if (stands) {
            return;
        }
        stands = true;
        String errorId = errorIds.next();
        LogFields.ofError(errorId).during(() -> log.error("ALERT {} (error id {})", text.get(), errorId));
    }

    void clear(String text) {
        if (stands) {
            log.info(text);
        }
        stands = false;
    }

    /** Forgets the alert without logging its end, because another process is responsible for it from now on. */
    void leave() {
        stands = false;
    }
}
