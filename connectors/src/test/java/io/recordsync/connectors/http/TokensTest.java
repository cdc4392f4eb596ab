package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final CallScope SCOPE = new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);

    private final AtomicInteger fetches = new AtomicInteger();
    private final Tokens tokens = tokens(() -> "token-" + fetches.incrementAndGet());

    @Test
    void oneFetchServesAll() throws Exception {
        assertThat(fromManyThreads(() -> tokens.current(SCOPE))).containsOnly("token-1");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aRefusedTokenIsRenewedOnceForAllWhoHeldIt() throws Exception {
        String old = tokens.current(SCOPE);

        assertThat(fromManyThreads(() -> tokens.renewed(old, SCOPE))).containsOnly("token-2");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void whoeverComesLateWithAnOlderTokenGetsTheNewerOne() {
        String old = tokens.current(SCOPE);
        String newer = tokens.renewed(old, SCOPE);

        assertThat(tokens.renewed(old, SCOPE)).isEqualTo(newer);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aCallWhoseTokenIsRefusedIsMadeOnceMoreWithANewOne() {
        List<String> sent = new ArrayList<>();

        VendorResponse last = tokens.send(SCOPE, token -> refusal(sent, token), response -> response.status() == 401);

        assertThat(sent).containsExactly("token-1", "token-2");
        assertThat(last.status()).isEqualTo(401);
    }

    @Test
    void aFailedFetchIsForgotten() {
        AtomicInteger calls = new AtomicInteger();
        Tokens failing = tokens(() -> once(calls));

        assertThatThrownBy(() -> failing.current(SCOPE)).hasMessage("first");
        assertThat(failing.current(SCOPE)).isEqualTo("second");
    }

    @Test
    void whoeverWaitsForAFetchSharesItsFailure() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Tokens failing = tokens(() -> failAfter(asked, answer));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = threads.submit(() -> failing.current(SCOPE));
            asked.await();
            Future<String> second = threads.submit(() -> failing.current(SCOPE));
            answer.countDown();

            assertThatThrownBy(first::get).hasRootCauseMessage("refused");
            assertThatThrownBy(second::get).hasRootCauseMessage("refused");
        }
    }

    @Test
    void nobodyWaitsForATokenBeyondHisDeadline() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Tokens slow = tokens(() -> failAfter(asked, answer));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> slow.current(SCOPE));
            asked.await();

            CallScope over = new CallScope(Deadline.in(Duration.ofSeconds(-1)), Permits.UNLIMITED);
            assertThatThrownBy(() -> slow.current(over)).isInstanceOf(CallDeferredException.class);
            answer.countDown();
        }
    }

    @Test
    void alsoAnErrorOfAFetchLeavesTheAccountToTheNext() {
        CallScope brief = new CallScope(Deadline.in(Duration.ofSeconds(10)), Permits.UNLIMITED);
        AtomicInteger calls = new AtomicInteger();
        Tokens failing = tokens(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("first");
            }
            return "second";
        });

        assertThatThrownBy(() -> failing.current(brief)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(failing.current(brief)).isEqualTo("second");
    }

    @Test
    void aFetchThatDoesNotReturnIsGivenUpWhenItsTimeIsOver() throws Exception {
        TestClock time = new TestClock();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger updates = new AtomicInteger();
        TokenVault vault = (account, within, update) -> {
            if (updates.incrementAndGet() == 1) {
                asked.countDown();
                await(never);
            }
            return update.apply(Optional.empty());
        };
        Tokens tokens = new Tokens("account", (kept, scope) -> token(kept), vault, time);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> tokens.current(scope(time)));
            asked.await();
            time.pass(Duration.ofSeconds(61));
            try {
                assertThat(tokens.current(scope(time))).isEqualTo("none/1");
            } finally {
                never.countDown();
            }
        }
    }

    private static CallScope scope(TestClock time) {
        Deadline inAMinute = Deadline.in(
                Duration.ofMinutes(1),
                () -> TimeUnit.MILLISECONDS.toNanos(time.instant().toEpochMilli()));
        return new CallScope(inAMinute, Permits.UNLIMITED);
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() {
        TestClock time = new TestClock();
        Tokens brief = new Tokens(
                "account", (kept, scope) -> ending(time.instant().plusSeconds(600)), TokenVault.inMemory(), time);

        String first = brief.current(SCOPE);
        time.pass(Duration.ofSeconds(530));
        assertThat(brief.current(SCOPE)).isEqualTo(first);
        time.pass(Duration.ofSeconds(20));
        assertThat(brief.current(SCOPE)).isNotEqualTo(first);
    }

    @Test
    void processesShareWhatTheVaultKeeps() {
        TokenVault vault = TokenVault.inMemory();
        Tokens one = new Tokens("account", (kept, scope) -> token(kept), vault, InstantSource.system());
        Tokens other = new Tokens("account", (kept, scope) -> token(kept), vault, InstantSource.system());

        String first = one.current(SCOPE);
        assertThat(other.current(SCOPE)).isEqualTo(first);
        String second = other.renewed(first, SCOPE);
        assertThat(one.renewed(first, SCOPE)).isEqualTo(second);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aFetchIsShownTheLastTokenEvenIfItHasEnded() {
        TokenVault vault = TokenVault.inMemory();
        vault.update(
                "account",
                Duration.ofMinutes(1),
                kept -> new Token(
                        "old", Optional.of("refresh-7"), Instant.EPOCH, Optional.of(Instant.EPOCH), Optional.empty()));
        Tokens tokens = new Tokens("account", (kept, scope) -> token(kept), vault, InstantSource.system());

        assertThat(tokens.current(SCOPE)).isEqualTo("refresh-7/1");
    }

    @Test
    void aTokenShowsNoSecret() {
        assertThat(new Token("secret", Optional.of("secret"), Instant.EPOCH, Optional.empty(), Optional.empty()))
                .asString()
                .doesNotContain("secret");
    }

    private Token ending(Instant end) {
        return new Token(
                "token-" + fetches.incrementAndGet(),
                Optional.empty(),
                end.minusSeconds(600),
                Optional.of(end),
                Optional.empty());
    }

    private Token token(Optional<Token> kept) {
        String access = kept.flatMap(Token::refresh).orElse("none") + "/" + fetches.incrementAndGet();
        return new Token(access, Optional.empty(), Instant.now(), Optional.empty(), Optional.empty());
    }

    private static Tokens tokens(Supplier<String> source) {
        return new Tokens(
                "account",
                (kept, scope) ->
                        new Token(source.get(), Optional.empty(), Instant.now(), Optional.empty(), Optional.empty()),
                TokenVault.inMemory(),
                InstantSource.system());
    }

    private static VendorResponse refusal(List<String> sent, String token) {
        sent.add(token);
        VendorCall call = VendorCall.read("/contacts", HttpUrl.get("https://crm.example.com/contacts"));
        return new VendorResponse(call, 401, Optional.empty(), Headers.of(), ByteString.EMPTY);
    }

    private static String once(AtomicInteger calls) {
        if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("first");
        }
        return "second";
    }

    private static void await(CountDownLatch answer) {
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String failAfter(CountDownLatch asked, CountDownLatch answer) {
        asked.countDown();
        await(answer);
        throw new IllegalStateException("refused");
    }

    private static List<String> fromManyThreads(Supplier<String> call) throws Exception {
        List<Future<String>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                futures.add(threads.submit(call::get));
            }
        }
        List<String> results = new ArrayList<>();
        for (Future<String> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
