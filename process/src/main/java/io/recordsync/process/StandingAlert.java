package io.recordsync.process;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A fault that is logged once, however long it lasts, and once more when it ends. Each one has an error id of its own.
 * Used by one thread.
 */
public final class StandingAlert {

    private final Logger log;
    private final Level level;
    private final String mark;
    private final ErrorIds errorIds;
    private boolean stands;

    private StandingAlert(Logger log, Level level, String mark, ErrorIds errorIds) {
        this.log = log;
        this.level = level;
        this.mark = mark;
        this.errorIds = errorIds;
    }

    /** A fault that people have to look at. It is logged as an error that begins with {@code ALERT}. */
    public static StandingAlert of(Logger log, ErrorIds errorIds) {
        return new StandingAlert(log, Level.ERROR, "ALERT ", errorIds);
    }

    /** A fault that usually ends without help, because what failed is tried again. It is logged as a warning. */
    public static StandingAlert warning(Logger log, ErrorIds errorIds) {
        return new StandingAlert(log, Level.WARN, "", errorIds);
    }

    /** @param text what is wrong, what follows from it, and what to do. It holds no record content */
    public void raise(Supplier<String> text) {
        raise(text, Optional.empty());
    }

    /** @param failure is logged with its stack trace. Its message holds no record content */
    public void raise(Supplier<String> text, Throwable failure) {
        raise(text, Optional.of(failure));
    }

    private void raise(Supplier<String> text, Optional<Throwable> failure) {
        if (stands) {
            return;
        }
        stands = true;
        String errorId = errorIds.next();
        LogFields.ofError(errorId)
                .during(() -> log.atLevel(level)
                        .setCause(failure.orElse(null))
                        .log("{}{} (error id {})", mark, text.get(), errorId));
    }

    /** @param text says that the fault has ended */
    public void clear(String text) {
        if (stands) {
            log.info(text);
        }
        stands = false;
    }

    /** Forgets the fault without logging its end, because another process is responsible for it from now on. */
    public void leave() {
        stands = false;
    }
}
