package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    /** Nanoseconds of a monotonic clock may be negative, and overflow. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);

    @Test
    void theTimeLeftGoesDownWithTheClockAlone() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5), nanoTime::get);
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(5));
        nanoTime.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(-2));
    }

    @Test
    void oneBeforeAnotherIsTheEarlier() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5), nanoTime::get);
        assertThat(deadline.minus(Duration.ofSeconds(1)).left()).isEqualTo(Duration.ofSeconds(4));
        assertThat(deadline.plus(Duration.ofSeconds(1)).earlier(deadline)).isSameAs(deadline);
        assertThat(deadline.earlier(deadline.plus(Duration.ofSeconds(1)))).isSameAs(deadline);
    }
}
