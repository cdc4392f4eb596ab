package io.recordsync.worker.reading;

import java.io.Serial;
import java.util.Locale;

/** A page has more rows with news than one transaction is to take. Nothing of it was written. */
public final class TooMuchNewsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TooMuchNewsException(int rows) {
        super(String.format(Locale.ROOT, "%,d rows of a page have news", rows));
    }
}
