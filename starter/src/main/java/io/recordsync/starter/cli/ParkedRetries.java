package io.recordsync.starter.cli;

import io.recordsync.process.StartException;
import io.recordsync.starter.rest.StatusView;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Retries all matching parked deliveries, page by page, several at a time. Each delivery is retried once: one that
 * fails again in the meantime is not listed again.
 */
final class ParkedRetries {

    private static final int PAGE = 200;
    private static final int AT_ONCE = 8;

    private final ApiClient client;
    private final RecordOption which;
    private final @Nullable String reason;
    private int told;

    ParkedRetries(ApiClient client, RecordOption which, @Nullable String reason) {
        this.client = client;
        this.which = which;
        this.reason = reason;
    }

    /**
     * Returns the number of deliveries that were retried.
     *
     * @throws StartException if a retry fails. No further page is requested then
     */
    int run() {
        try (ExecutorService calls =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            StatusView page = page(null);
            retryAll(calls, page);
            while (page.next() != null) {
                page = page(page.next());
                retryAll(calls, page);
            }
            return told;
        }
    }

    private StatusView page(@Nullable String after) {
        Stream<String> parameters = Stream.of(
                "state=parked",
                "limit=" + PAGE,
                RecordOption.parameter("reason", reason),
                RecordOption.parameter("after", after));
        return client.read(client.get(which.listPath(parameters)), StatusView.class);
    }

    private void retryAll(ExecutorService calls, StatusView page) {
        List<Future<String>> retries = retried(calls, page);
        told += (int)
                retries.stream().filter(one -> one.state() == State.SUCCESS).count();
        retries.stream()
                .filter(one -> one.state() == State.FAILED)
                .findFirst()
                .map(Future::exceptionNow)
                .ifPresent(this::stop);
    }

    private List<Future<String>> retried(ExecutorService calls, StatusView page) {
        List<Callable<String>> retries = page.deliveries().stream()
                // A retry cannot make a person's decision.
                .filter(one -> one.state().equals("parked"))
                .map(one -> (Callable<String>) () -> client.post(path(one)))
                .toList();
        try {
            return calls.invokeAll(retries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(
                    String.format(
                            Locale.ROOT,
                            "Interrupted after %d retries were started. Run the same command again to continue.",
                            told),
                    e);
        }
    }

    private void stop(Throwable failure) {
        throw new StartException(
                String.format(
                        Locale.ROOT,
                        "%s %d retries were started before. Run the same command again for the deliveries"
                                + " that are still parked.",
                        failure.getMessage(),
                        told),
                failure);
    }

    private static String path(StatusView.Delivery one) {
        return "/v1/sync/retry/" + RecordOption.encoded(one.id())
                + RecordOption.query(Stream.of(
                        RecordOption.parameter("tenant", one.tenant()),
                        RecordOption.parameter("entity", one.entity()),
                        RecordOption.parameter("system", one.system())));
    }
}
