package io.recordsync.connectors.http;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The access token of one account: one caller fetches it for all threads, and one renews it when the vendor has refused it. */
public final class Tokens {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Source source;
    private final InstantSource clock;
    private final AtomicReference<@Nullable CompletableFuture<String>> held = new AtomicReference<>();

    public Tokens(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Asks the vendor for a token, with one call. */
    @FunctionalInterface
    public interface Source {
        String fetch(CallScope scope);
    }

    /**
     * The token, fetched if there is none. Whoever waits for another's fetch shares its failure too.
     *
     * @throws ConnectorException when the vendor gave none
     * @throws CallDeferredException when there was no permit or no time for it
     */
    public String current(CallScope scope) {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> others = held.compareAndExchange(null, mine);
        return others == null ? fetchFor(mine, scope) : await(others, scope);
    }

    /** A token other than the refused one: another caller's newer one, or one fetched now. */
    public String renewed(String refused, CallScope scope) {
        CompletableFuture<String> now = held.get();
        if (now != null && refused.equals(now.getNow(""))) {
            held.compareAndSet(now, null);
        }
        return current(scope);
    }

    private String fetchFor(CompletableFuture<String> all, CallScope scope) {
        try {
            String token = source.fetch(scope);
            all.complete(token);
            return token;
        } catch (RuntimeException failure) {
            held.compareAndSet(all, null);
            all.completeExceptionally(failure);
            throw failure;
        }
    }

    private String await(CompletableFuture<String> token, CallScope scope) {
        try {
            long left = Duration.between(clock.instant(), scope.deadline()).toMillis();
            return token.get(left, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw sharedFailure(failed);
        } catch (TimeoutException late) {
            throw new CallDeferredException("No time is left to wait for an access token; nothing was sent.", SOON);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CallDeferredException("Stopped while waiting for an access token; nothing was sent.", SOON);
        }
    }

    private static RuntimeException sharedFailure(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(failed);
    }
}
