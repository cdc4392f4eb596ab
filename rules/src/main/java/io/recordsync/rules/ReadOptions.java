package io.recordsync.rules;

import java.time.Duration;
import java.util.Optional;

/** What the key {@code read} of a mapping says. The meaning of each is that of the method of {@link ReadingRules}. */
record ReadOptions(
        Duration every,
        Duration full,
        Duration deletesEvery,
        boolean creates,
        Deletes deletes,
        Link link,
        boolean guardRead,
        DeleteGuard deleteGuard,
        Optional<OnRefused> onRefused) {}
