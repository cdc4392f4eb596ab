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
 * Groups the writes to a file. One thread at a time writes; the writes that other threads hand in during that time are
 * made together by the next thread. So a hundred concurrent deliveries cost only a few rewrites of the file, and a
 * single one does not wait.
 */
final class GroupWriter {

    private static final int MAX_WRITES = 1_000;
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Deque<Request> waiting = new ConcurrentLinkedDeque<>();
    private final ReentrantLock lock = new ReentrantLock(true);

    private record Request(List<Write> writes, CompletableFuture<List<Outcome>> outcomes) {}

    /**
     * @param patience how long to wait until the caller may write
     * @param work makes the writes of several callers; its outcomes are in the order of the writes
     */
    List<Outcome> write(List<Write> writes, Duration patience, Function<List<Write>, List<Outcome>> work) {
        Request request = new Request(writes, new CompletableFuture<>());
        waiting.addLast(request);
        if (isAcquired(patience)) {
            try {
                while (!request.outcomes().isDone()) {
                    settle(together(), work);
                }
            } finally {
                lock.unlock();
            }
        } else if (waiting.remove(request)) {
            throw new CallDeferredException(
                    "Other deliveries are writing the file. Nothing was written. It is retried automatically.", BUSY);
        }
        return outcomes(request);
    }

    private boolean isAcquired(Duration patience) {
        try {
            return lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The waiting requests that can be written together: up to a maximum number of writes, and no record twice. */
    private List<Request> together() {
        List<Request> requests = new ArrayList<>();
        Set<String> records = new HashSet<>();
        int count = 0;
        for (Request next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            count += next.writes().size();
            boolean distinct = next.writes().stream().map(Write::recordId).noneMatch(records::contains);
            if (!requests.isEmpty() && (count > MAX_WRITES || !distinct)) {
                waiting.addFirst(next);
                return requests;
            }
            next.writes().forEach(write -> records.add(write.recordId()));
            requests.add(next);
        }
        return requests;
    }

    private static void settle(List<Request> requests, Function<List<Write>, List<Outcome>> work) {
        try {
            List<Outcome> outcomes = work.apply(requests.stream()
                    .flatMap(request -> request.writes().stream())
                    .toList());
            int from = 0;
            for (Request request : requests) {
                int to = from + request.writes().size();
                request.outcomes().complete(outcomes.subList(from, to));
                from = to;
            }
        } catch (RuntimeException | Error e) {
            // Errors must be passed on too, or the other callers would wait forever.
            requests.forEach(request -> request.outcomes().completeExceptionally(e));
        }
    }

    /**
     * Returns the request's outcomes. They are always complete here: the thread that took the request completes it,
     * even if its work fails.
     */
    private static List<Outcome> outcomes(Request request) {
        try {
            return request.outcomes().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : e;
        }
    }
}
