package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Permits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final CallScope SCOPE = new CallScope(Instant.now().plusSeconds(60), Permits.UNLIMITED);

    private final AtomicInteger fetches = new AtomicInteger();
    private final Tokens tokens = new Tokens(scope -> "token-" + fetches.incrementAndGet(), InstantSource.system());

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
    void aFailedFetchIsForgotten() {
        AtomicInteger calls = new AtomicInteger();
        Tokens failing = new Tokens(scope -> once(calls), InstantSource.system());

        assertThatThrownBy(() -> failing.current(SCOPE)).hasMessage("first");
        assertThat(failing.current(SCOPE)).isEqualTo("second");
    }

    @Test
    void whoeverWaitsForAFetchSharesItsFailure() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Tokens failing = new Tokens(scope -> failAfter(asked, answer), InstantSource.system());
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
        Tokens slow = new Tokens(scope -> failAfter(asked, answer), InstantSource.system());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> slow.current(SCOPE));
            asked.await();

            CallScope over = new CallScope(Instant.now().minusSeconds(1), Permits.UNLIMITED);
            assertThatThrownBy(() -> slow.current(over)).isInstanceOf(CallDeferredException.class);
            answer.countDown();
        }
    }

    private static String once(AtomicInteger calls) {
        if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("first");
        }
        return "second";
    }

    private static String failAfter(CountDownLatch asked, CountDownLatch answer) {
        asked.countDown();
        try {
            answer.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
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
