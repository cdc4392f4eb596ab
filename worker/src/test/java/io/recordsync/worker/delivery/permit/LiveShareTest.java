package io.recordsync.worker.delivery.permit;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Quota;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.DescribeRequest;
import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A part of each day's calls is reserved for live changes. */
class LiveShareTest {

    private static final int CALLS_A_DAY = 20;

    @RegisterExtension
    private final WorkerFixture fixture =
            new WorkerFixture().simulated(options -> options.withPlan(SALESFORCE, AccountPlan.salesforce(CALLS_A_DAY)));

    @Test
    void backgroundWorkStopsAtTheShareAndDeliveriesGoOnToTheLimit() {
        List.of("A1", "A2", "A3").forEach(id -> fixture.change(id, "lead", 1));

        describeUntilDeferred();
        assertThat(callsInLastDay()).isEqualTo(18);
        assertThatThrownBy(this::describe).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(FailureTypes.NOT_DESCRIBED);
            assertThat(failure.getOriginalMessage()).contains("10 percent").contains("SYNC_LIVE_SHARE");
        });

        assertThat(fixture.deliver("A1", SALESFORCE).outcome()).isEqualTo("applied");
        assertThat(fixture.deliver("A2", SALESFORCE).outcome()).isEqualTo("applied");
        assertThat(fixture.fail("A3", SALESFORCE).getType()).isEqualTo(FailureTypes.WAITING);
        assertThat(callsInLastDay()).isEqualTo(CALLS_A_DAY);
        assertThat(fixture.salesforce().counts().overQuota()).isZero();
    }

    @Test
    void aChunkIsLive() {
        List<String> ids = List.of("A1", "A2", "A3");
        ids.forEach(id -> fixture.change(id, "lead", 1));
        describeUntilDeferred();

        DeliverAllResult result = fixture.process()
                .chunks()
                .deliverAll(new DeliverAllRequest("default", "contact", ids, SALESFORCE, "run/salesforce", null));

        assertThat(result.settled()).isEqualTo(3);
        assertThat(callsInLastDay()).isEqualTo(19);
    }

    @Test
    void deliveriesCountAgainstTheCallsOfBackgroundWork() {
        Quota quota = new Quota("test", List.of(), OptionalLong.of(10));
        AccountPermits permits = permits(50);
        for (int call = 0; call < 5; call++) {
            acquire(permits, quota, 1);
        }

        assertThatThrownBy(() -> acquire(permits.background(), quota, 1)).isInstanceOf(CallDeferredException.class);
    }

    @ParameterizedTest
    @CsvSource({"20, 10, 18", "5, 10, 4", "7, 0, 7", "1, 10, 0", "250, 90, 25"})
    void aShareOfAnyDayIsKept(long day, int share, int background) {
        Quota quota = new Quota("test", List.of(), OptionalLong.of(day));
        Permits permits = permits(share).background();
        for (int call = 0; call < background; call++) {
            acquire(permits, quota, 1);
        }

        assertThatThrownBy(() -> acquire(permits, quota, 1)).isInstanceOf(CallDeferredException.class);
    }

    @Test
    void aDearCallIsRefusedWhereOneOfLessCostIsNot() {
        Quota quota = new Quota("test", List.of(), OptionalLong.of(20));
        Permits permits = permits(10).background();
        acquire(permits, quota, 10);

        assertThatThrownBy(() -> acquire(permits, quota, 10)).isInstanceOf(CallDeferredException.class);
        acquire(permits, quota, 8);
    }

    @Test
    void whereTheDayHasNoLimitNothingIsKept() {
        acquire(permits(90).background(), new Quota("test", List.of(), OptionalLong.empty()), 1_000);

        assertThat(callsInLastDay()).isEqualTo(1_000);
    }

    private void describeUntilDeferred() {
        Connector salesforce = fixture.process().connectors().get(SALESFORCE);
        CallScope scope =
                new CallScope(inAMinute(), permits(WorkerProcess.LIVE_SHARE).background());
        assertThatThrownBy(() -> {
                    for (int call = 0; call < 2 * CALLS_A_DAY; call++) {
                        salesforce.describe("Contact", scope);
                    }
                })
                .isInstanceOf(CallDeferredException.class);
    }

    private void describe() {
        fixture.process().systems().describe(new DescribeRequest("default", SALESFORCE, "contact"));
    }

    private AccountPermits permits(int share) {
        return new AccountPermits(fixture.store().permits(), share, InstantSource.system());
    }

    /** Without the request for the token, which is counted for the address: only its answer says which org it is. */
    private long callsInLastDay() {
        return fixture.store().permits().callsInLastDay().entrySet().stream()
                .filter(account -> !account.getKey().startsWith("salesforce:127.0.0.1"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void acquire(Permits permits, Quota quota, int cost) {
        permits.acquire(quota, cost, inAMinute());
    }

    private static Deadline inAMinute() {
        return Deadline.in(Duration.ofMinutes(1));
    }
}
