package io.recordsync.connectors.http;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one account: one caller fetches it for all threads and processes, before it ends, or when the vendor has refused it.
 */
public final class Tokens {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final String account;
    private final Source source;
    private final TokenVault vault;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Fetch> held = new AtomicReference<>();

    /** @param account under whose name the vault keeps it; without a secret */
    public Tokens(String account, Source source, TokenVault vault, InstantSource clock) {
        this.account = account;
        this.source = source;
        this.vault = vault;
        this.clock = clock;
    }

    /** Asks the vendor for a token, with one call. */
    @FunctionalInterface
    public interface Source {

        /** @param kept the account's last token, which may hold what the next is asked for with */
        Token fetch(Optional<Token> kept, CallScope scope);
    }

    /**
     * The token, fetched if there is none that is good for some time yet. Whoever waits for another's fetch shares its failure too.
     *
     * @throws io.recordsync.connectors.ConnectorException when the vendor gave none
     * @throws CallDeferredException when there was no permit or no time for it
     */
    public String current(CallScope scope) {
        forget(token -> !token.isFresh(clock.instant()));
        return obtain("", scope);
    }

    /** A token other than the refused one: another caller's newer one, or one fetched now. */
    public String renewed(String refused, CallScope scope) {
        forget(token -> token.access().equals(refused));
        return obtain(refused, scope);
    }

    /**
     * One caller's fetch, for all.
     *
     * @param until when it must have ended; one that has not is given up, so that the account does not wait for ever
     */
    private record Fetch(Deadline until, CompletableFuture<Token> token) {

        boolean hasEnded(Predicate<Token> which) {
            return token.state() == Future.State.SUCCESS && which.test(token.resultNow());
        }

        boolean isOverdue() {
            return !token.isDone() && until.left().isNegative();
        }
    }

    private void forget(Predicate<Token> which) {
        Fetch now = held.get();
        if (now != null && (now.hasEnded(which) || now.isOverdue())) {
            held.compareAndSet(now, null);
        }
    }

    private String obtain(String refused, CallScope scope) {
        Fetch mine = new Fetch(scope.deadline(), new CompletableFuture<>());
        Fetch others = held.compareAndExchange(null, mine);
        Token token = others == null ? fetchFor(mine, refused, scope) : await(others, scope);
        return token.access();
    }

    private Token fetchFor(Fetch all, String refused, CallScope scope) {
        try {
            Token token = vault.update(
                    account,
                    scope.deadline().left(),
                    kept -> kept.filter(one -> isGood(one, refused)).orElseGet(() -> source.fetch(kept, scope)));
            all.token().complete(token);
            return token;
        } catch (RuntimeException | Error failure) {
            held.compareAndSet(all, null);
            all.token().completeExceptionally(failure);
            throw failure;
        }
    }

    /** Another process may have fetched it since. */
    private boolean isGood(Token kept, String refused) {
        return kept.isFresh(clock.instant()) && !kept.access().equals(refused);
    }

    private Token await(Fetch others, CallScope scope) {
        try {
            return others.token().get(scope.deadline().left().toMillis(), TimeUnit.MILLISECONDS);
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
