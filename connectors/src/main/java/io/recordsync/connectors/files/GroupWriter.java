package io.recordsync.connectors.files;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One after another writes a file; what the others hand in meanwhile, the next one writes together. So a hundred deliveries at once cost a few
 * rewrites of the file, and a single one waits for nobody.
 */
final class GroupWriter {

    private static final int MOST = 1_000;
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Deque<Turn> waiting = new ConcurrentLinkedDeque<>();
    private final ReentrantLock lock = new ReentrantLock(true);

    private record Turn(List<Write> writes, CompletableFuture<List<Outcome>> outcomes) {}

    /**
     * @param patience how long to wait for a turn
     * @param work writes what several have handed in; its outcomes are in the order of the writes
     */
    List<Outcome> write(List<Write> writes, Duration patience, Function<List<Write>, List<Outcome>> work) {
        Turn turn = new Turn(writes, new CompletableFuture<>());
        waiting.addLast(turn);
        if (isOurs(patience)) {
            try {
                while (!turn.outcomes().isDone()) {
                    settle(together(), work);
                }
            } finally {
                lock.unlock();
            }
        } else if (waiting.remove(turn)) {
            throw new CallDeferredException(
                    "Others are writing the file; nothing was written, it is tried again.", BUSY);
        }
        return outcomes(turn);
    }

    private boolean isOurs(Duration patience) {
        try {
            return lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Those who wait, as long as no record is written twice. */
    private List<Turn> together() {
        List<Turn> some = new ArrayList<>();
        Set<String> records = new HashSet<>();
        int count = 0;
        for (Turn next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            count += next.writes().size();
            boolean distinct = next.writes().stream().map(Write::recordId).noneMatch(records::contains);
            if (!some.isEmpty() && (count > MOST || !distinct)) {
                waiting.addFirst(next);
                return some;
            }
            next.writes().forEach(write -> records.add(write.recordId()));
            some.add(next);
        }
        return some;
    }

    private static void settle(List<Turn> some, Function<List<Write>, List<Outcome>> work) {
        try {
            List<Outcome> outcomes = work.apply(
                    some.stream().flatMap(turn -> turn.writes().stream()).toList());
            int from = 0;
            for (Turn turn : some) {
                int to = from + turn.writes().size();
                turn.outcomes().complete(outcomes.subList(from, to));
                from = to;
            }
        } catch (RuntimeException | Error failure) {
            // Of an error too they must hear, or they would wait for ever.
            some.forEach(turn -> turn.outcomes().completeExceptionally(failure));
        }
    }

    /** All turns that were taken have their outcomes when their writer ends, whatever it ends with. */
    private static List<Outcome> outcomes(Turn turn) {
        try {
            return turn.outcomes().join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException reason ? reason : failure;
        }
    }
}
