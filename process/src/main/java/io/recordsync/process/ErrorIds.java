package io.recordsync.process;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Creates the ids that identify a failure in logs, answers, the ledger and the dead-letter topic. */
public final class ErrorIds {

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;

    public ErrorIds(RandomGenerator random) {
        this.random = random;
    }

    /** A new random UUID, as text. */
    public String next() {
        long high = random.nextLong() & ~0xF000L | VERSION_4;
        long low = random.nextLong() >>> 2 | VARIANT;
        return new UUID(high, low).toString();
    }
}
