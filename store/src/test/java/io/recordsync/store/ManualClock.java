package io.recordsync.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Goes forward when the test says so. */
final class ManualClock implements InstantSource {

    private Instant now = Instant.parse("2026-11-20T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void forward(Duration time) {
        now = now.plus(time);
    }
}
