package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.TestClock;
import io.recordsync.connectors.VendorAccount;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountLookUpTest {

    private static final VendorCall CALL =
            VendorCall.read("/me", Objects.requireNonNull(HttpUrl.parse("https://api.example/me")));

    private final TestClock clock = new TestClock();
    private final AccountIds ids = AccountIds.inMemory();
    private final List<String> counted = new ArrayList<>();
    private final CallScope scope = new CallScope(Deadline.in(Duration.ofSeconds(30)), (quota, cost, deadline) -> {
        counted.add(quota.account());
        return Permit.UNCOUNTED;
    });
    private int calls;

    @Test
    void theVendorIsAskedOnceAndTheCallIsCountedForTheAccountThatItNames() {
        AccountLookUp lookUp = lookUp();

        ask(lookUp, 200, "4711");
        ask(lookUp, 200, "4712");

        assertThat(lookUp.quota().account()).isEqualTo("kind:4711");
        assertThat(calls).isOne();
        assertThat(counted).containsExactly("kind:4711");
    }

    @Test
    void anotherProcessFindsTheKeptIdWithoutACall() {
        ask(lookUp(), 200, "4711");

        AccountLookUp other = lookUp();

        assertThat(other.quota().account()).isEqualTo("kind:4711");
        ask(other, 200, "4712");
        assertThat(calls).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void whileTheVendorCannotAnswerCallsWaitInsteadOfHavingASecondQuota(int status) {
        AccountLookUp lookUp = lookUp();

        assertThatThrownBy(() -> ask(lookUp, status, ""))
                .isInstanceOfSatisfying(
                        CallDeferredException.class,
                        e -> assertThat(e.waitTime()).isEqualTo(Duration.ofSeconds(7)));
        ask(lookUp, 200, "4711");

        assertThat(lookUp.quota().account()).isEqualTo("kind:4711");
    }

    @Test
    void aVendorThatCannotAnswerForAMinuteDoesNotStopCallsForLonger() {
        AccountLookUp lookUp = lookUp();
        assertThatThrownBy(() -> ask(lookUp, 503, "")).isInstanceOf(CallDeferredException.class);

        clock.pass(Duration.ofSeconds(61));
        ask(lookUp, 503, "");

        assertThat(lookUp.quota().account()).isEqualTo("kind:api.example");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 404})
    void aVendorThatDoesNotNameTheAccountIsAskedAgainAfterTenMinutes(int status) {
        AccountLookUp lookUp = lookUp();

        ask(lookUp, status, "");
        ask(lookUp, 200, "4711");
        assertThat(calls).isOne();
        assertThat(lookUp.quota().account()).isEqualTo("kind:api.example");

        clock.pass(Duration.ofMinutes(10));
        ask(lookUp, 200, "4711");
        assertThat(lookUp.quota().account()).isEqualTo("kind:4711");
    }

    private AccountLookUp lookUp() {
        VendorAccount account = VendorAccount.of("kind", URI.create("https://api.example"), Optional.empty());
        return new AccountLookUp(
                account, new Quota("any", List.of(), OptionalLong.empty()), new AccountLookUp.Store(ids, "key"), clock);
    }

    private void ask(AccountLookUp lookUp, int status, String id) {
        lookUp.ask(
                scope,
                () -> {
                    calls++;
                    return new VendorResponse(
                            CALL,
                            status,
                            status == 200 ? Optional.empty() : Optional.of(Duration.ofSeconds(7)),
                            Headers.of(),
                            ByteString.EMPTY);
                },
                response -> Optional.of(id).filter(text -> !text.isEmpty()));
    }
}
