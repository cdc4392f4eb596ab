package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class GroupWriterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final GroupWriter turns = new GroupWriter();

    /** The first holds the file until two more wait; the next of them writes for both, and ends with an error. */
    @Test
    void allWhoseWritesWereTakenHearOfTheErrorOfTheOneWhoTookThem() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<List<Outcome>> first = handedIn("A1", all -> {
            begun.countDown();
            await(end);
            throw new IllegalStateException("over");
        });
        started(first);
        begun.await();
        FutureTask<List<Outcome>> second = handedIn("A2", GroupWriterTest::breaks);
        FutureTask<List<Outcome>> third = handedIn("A3", GroupWriterTest::breaks);
        awaitWaiting(started(second));
        awaitWaiting(started(third));
        end.countDown();

        assertThatThrownBy(second::get).hasRootCauseInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(third::get).hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    private FutureTask<List<Outcome>> handedIn(String recordId, Function<List<Write>, List<Outcome>> work) {
        Write write = new Write(Operation.UPSERT, "contacts", recordId, Optional.empty(), Map.of(), Optional.empty());
        return new FutureTask<>(() -> turns.write(List.of(write), PATIENCE, work));
    }

    private static List<Outcome> breaks(List<Write> all) {
        if (all.isEmpty()) {
            return List.of();
        }
        throw new NoClassDefFoundError("broken");
    }

    private static Thread started(Runnable task) {
        return Thread.ofPlatform().daemon().start(task);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
