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
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one account. One caller fetches it for all threads and processes: shortly before it expires, or
 * when the vendor has refused it.
 */
public final class Tokens {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final String account;
    private final Source source;
    private final TokenVault vault;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Fetch> held = new AtomicReference<>();

    /** @param account the name under which the vault stores the token; contains no secret */
    public Tokens(String account, Source source, TokenVault vault, InstantSource clock) {
        this.account = account;
        this.source = source;
        this.vault = vault;
        this.clock = clock;
    }

    /** The vendor's own id of the account, if it came with the token that is used now. */
    public Optional<String> account() {
        Fetch now = held.get();
        return now != null && now.hasEnded(token -> true)
                ? now.token().resultNow().account()
                : Optional.empty();
    }

    /** Requests a token from the vendor, with one call. */
    @FunctionalInterface
    public interface Source {

        /** @param kept the account's last token, which may contain the refresh token for this request */
        Token fetch(Optional<Token> kept, CallScope scope);

        /** Whether the vendor names the account with each token. A stored token without it is an older build's. */
        default boolean tellsAccount() {
            return false;
        }
    }

    /**
     * The token; a new one is fetched if there is none, or if it expires soon. Callers that wait for another caller's
     * fetch also get its failure.
     *
     * @throws io.recordsync.connectors.ConnectorException when the vendor issued none
     * @throws CallDeferredException when there was no permit or not enough time
     */
    public String current(CallScope scope) {
        forget(token -> !token.isFresh(clock.instant()));
        return obtain("", scope);
    }

    /** A token other than the refused one: a newer one of another caller, or one that is fetched now. */
    public String renewed(String refused, CallScope scope) {
        forget(token -> token.access().equals(refused));
        return obtain(refused, scope);
    }

    /**
     * Makes a call with the token. If the vendor refuses the token, makes the call once more with a new one.
     *
     * @param call sends the call with a token
     * @param isRefused whether an answer refuses the token
     * @return the last answer
     */
    public VendorResponse send(
            CallScope scope, Function<String, VendorResponse> call, Predicate<VendorResponse> isRefused) {
        String token = current(scope);
        VendorResponse response = call.apply(token);
        return isRefused.test(response) ? call.apply(renewed(token, scope)) : response;
    }

    /**
     * One caller's fetch, whose result all callers use.
     *
     * @param until when the fetch must have ended; after that it is abandoned, so that the account does not wait
     *     forever
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
        } catch (RuntimeException | Error e) {
            held.compareAndSet(all, null);
            all.token().completeExceptionally(e);
            throw e;
        }
    }

    /** Whether the stored token can be used; another process may have fetched it in the meantime. */
    private boolean isGood(Token kept, String refused) {
        boolean complete = kept.account().isPresent() || !source.tellsAccount();
        return complete && kept.isFresh(clock.instant()) && !kept.access().equals(refused);
    }

    private Token await(Fetch others, CallScope scope) {
        try {
            return others.token().get(scope.deadline().left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw sharedFailure(e);
        } catch (TimeoutException e) {
            throw new CallDeferredException(
                    "No time is left to wait for an access token. Nothing was sent. It is retried automatically.",
                    SOON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallDeferredException(
                    "The wait for an access token was interrupted, because this process is"
                            + " stopping. Nothing was sent. It is retried automatically.",
                    SOON);
        }
    }

    private static RuntimeException sharedFailure(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(failed);
    }
}
