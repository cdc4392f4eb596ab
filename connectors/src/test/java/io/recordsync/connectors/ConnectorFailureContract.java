package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Write.Held;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.quota.AccountPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every connector makes of a system that refuses, fails, is away, or allows no more. */
public abstract class ConnectorFailureContract extends ConnectorFixture {

    private final SimulatedUnderTest simulated;

    private static final Duration LONG = Duration.ofMinutes(10);

    protected ConnectorFailureContract(SimulatedUnderTest system) {
        super(system);
        simulated = system;
    }

    @TestFactory
    Stream<DynamicTest> eachErrorOfTheTableHasItsMeaning() {
        return simulated.errors().stream()
                .map(error -> DynamicTest.dynamicTest(
                        error.reply().status() + " " + error.code() + " is " + error.kind(), () -> check(error)));
    }

    private void check(SimulatedUnderTest.ErrorCase error) {
        warmUp();
        simulator().faults().queue(new Fault.Scripted(error.reply()));

        ConnectorException failure = failure(() -> write(upsert("A1")));

        assertThat(failure.kind()).isEqualTo(error.kind());
        assertThat(failure.code()).isEqualTo(error.code());
        assertThat(failure.inDoubt()).isEqualTo(error.inDoubt());
        assertThat(failure)
                .hasMessageContaining(connector.system())
                .hasMessageEndingWith(".")
                .hasNoCause();
    }

    /** A look-up that fails has changed nothing. */
    @TestFactory
    Stream<DynamicTest> aWriteAtWhichTheSystemItselfFailedMayHaveBeenMade() {
        return simulated.errors().stream()
                .filter(error -> error.reply().status() >= 500)
                .map(error -> DynamicTest.dynamicTest(error.reply().status() + " " + error.code(), () -> {
                    warmUp();
                    onTheNextWrites(new Fault.Scripted(error.reply()));

                    assertThat(failure(() -> write(upsert("A1"))).failedInside())
                            .isTrue();
                }));
    }

    @Test
    void aReplyLostAfterTheWriteIsInDoubtAndTheRepeatedWriteLeavesOneRecord() {
        warmUp();
        onTheNextWrites(new Fault.LostReply(true), new Fault.LostReply(false));

        for (int i = 0; i < 2; i++) {
            ConnectorException lost = failure(() -> write(upsert("A1")));
            assertThat(lost.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(lost.inDoubt()).isTrue();
        }

        assertThat(write(upsert("A1")).effect()).isEqualTo(Effect.UPDATED);
        assertThat(tested.creates("A1")).isEqualTo(1);
    }

    @Test
    void aReplyLostAfterABatchIsInDoubtAndTheRepeatedBatchLeavesOneRecordEach() {
        warmUp();
        onTheNextWrites(new Fault.LostReply(true));
        List<Write> writes = List.of(upsert("A1"), upsert("A2"));

        assertThat(failure(() -> writeAll(writes)).inDoubt()).isTrue();
        assertThat(writeAll(writes).stream().map(ConnectorFixture::effect))
                .containsExactly(Effect.UPDATED, isOneByOne() ? Effect.CREATED : Effect.UPDATED);
        assertThat(tested.creates("A1")).isEqualTo(1);
    }

    @Test
    void aReplyLostAfterACreateIsInDoubtAndTheRepeatedCreateLeavesOneRecord() {
        assumeTwoWay();
        warmUp();
        onTheNextWrites(new Fault.LostReply(true), new Fault.LostReply(false));

        assertThat(failure(() -> write(create("A1"))).inDoubt()).isTrue();
        assertThat(failure(() -> write(inDoubt(create("A1")))).inDoubt()).isTrue();

        assertThat(write(inDoubt(create("A1"))).effect()).isEqualTo(Effect.UPDATED);
        assertThat(tested.creates("A1")).isEqualTo(1);
    }

    @Test
    void aReplyLostAfterAnUpdateIsInDoubtAndTheUpdateIsRepeated() {
        assumeTwoWay();
        String id = write(create("A1")).externalId().orElseThrow();
        Write update = update("A1", id, Map.of(system.nameField(), "Marker Newer"), Held.ANYTHING);
        onTheNextWrites(new Fault.LostReply(true));

        assertThat(failure(() -> write(update)).inDoubt()).isTrue();

        assertThat(write(inDoubt(update)).effect()).isEqualTo(Effect.UPDATED);
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Newer");
    }

    private void assumeTwoWay() {
        assumeTrue(
                connector.capabilities().reading().visibility().largestFind() > 0, "rows cannot be found by their ids");
    }

    @Test
    void aReplyLostAfterADeleteIsInDoubtAndTheRepeatedDeleteIsFine() {
        Optional<String> id = write(upsert("A1")).externalId();
        simulator().faults().queue(new Fault.LostReply(true));

        assertThat(failure(() -> write(delete("A1", id))).inDoubt()).isTrue();
        assertThat(write(delete("A1", id)).effect()).isIn(Effect.DELETED, Effect.ABSENT);
    }

    @Test
    void anAnswerThatIsNotTheSystemsOwnIsNoSuccess() {
        assumeTrue(system.holdsRecords(), "every 2xx is a yes");
        warmUp();
        onTheNextWrites(new Fault.Scripted(ApiReply.html(200, "Log in to marker's network")));
        ConnectorException written = failure(() -> write(upsert("A1")));
        simulator().faults().queue(new Fault.Scripted(ApiReply.html(200, "Log in to marker's network")));
        ConnectorException deleted = failure(() -> write(delete("A1", Optional.of("003RS0000000001AAA"))));
        simulator().faults().queue(new Fault.Scripted(ApiReply.html(404, "No such marker")));
        ConnectorException absent = failure(() -> write(delete("A1", Optional.of("003RS0000000001AAA"))));

        assertThat(List.of(written, deleted, absent))
                .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
        assertThat(written.inDoubt()).isTrue();
    }

    @Test
    void aBatchRefusedAsAWholeIsSplitUntilTheCulpritIsAlone() {
        assumeFalse(isOneByOne(), "the system has no batches");
        warmUp();
        Fault refusal = new Fault.Scripted(permanent());
        simulator().faults().queue(refusal, refusal, refusal);

        List<Outcome> outcomes = writeAll(List.of(upsert("A1"), upsert("A2"), upsert("A3"), upsert("A4")));

        assertThat(refusal(outcomes.getFirst()).kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(outcomes.subList(1, 4)).allMatch(Outcome.Written.class::isInstance);
        assertThat(List.of("A2", "A3", "A4"))
                .allSatisfy(id -> assertThat(stored(id)).hasSize(1));
    }

    private ApiReply permanent() {
        return simulated.errors().stream()
                .filter(error ->
                        error.kind() == ErrorKind.PERMANENT && error.reply().status() == 400)
                .findFirst()
                .orElseThrow()
                .reply();
    }

    @Test
    void anOutageIsTheSystemsFailureForOneAndForMany() {
        warmUp();
        simulator().outage(true);

        assertThat(failure(() -> write(upsert("A1"))).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure(() -> writeAll(List.of(upsert("A1"), upsert("A2")))).kind())
                .isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(stored("A1")).isEmpty();
    }

    @Test
    void aSystemThatIsAwayLeavesNoDoubt() {
        simulator().down();

        ConnectorException failure = failure(() -> write(upsert("A1")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.inDoubt()).isFalse();
    }

    @Test
    void aRefusedAccountIsNoFaultOfTheRecord() {
        write(upsert("A1"));
        simulator().rotateSecret("another");
        simulator().expireTokens();

        assertThat(failure(() -> write(upsert("A1"))).kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        assertThat(failure(() -> write(delete("A1", Optional.empty()))).kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        assertThat(failure(() -> writeAll(List.of(upsert("A1"), upsert("A2")))).kind())
                .isEqualTo(ErrorKind.ACCOUNT_REFUSED);
    }

    @Test
    void aSpentDayIsWorthALongWait() {
        warmUp();
        simulator().plan(new AccountPlan(0, Integer.MAX_VALUE, Integer.MAX_VALUE));

        ConnectorException spent = failure(() -> write(upsert("A1")));

        assertThat(spent.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(spent.inDoubt()).isFalse();
        assertThat(spent.retryAfter().orElseThrow()).isGreaterThan(LONG);
    }

    @Test
    void aLimitOfTheMomentIsWorthAShortWait() {
        warmUp();
        simulator().faults().queue(new Fault.LimitError(Duration.ofSeconds(7)));

        ConnectorException limited = failure(() -> write(upsert("A1")));

        assertThat(limited.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(limited.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @Test
    void theSystemsOwnRetryAfterCountsInSecondsAndAsADate() {
        warmUp();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
        simulator()
                .faults()
                .queue(
                        new Fault.Scripted(ApiReply.html(503, "later").with("Retry-After", "11")),
                        new Fault.Scripted(ApiReply.html(503, "later").with("Retry-After", date)),
                        new Fault.Scripted(ApiReply.html(503, "later")));

        assertThat(failure(() -> write(upsert("A1"))).retryAfter()).contains(Duration.ofSeconds(11));
        assertThat(failure(() -> write(upsert("A1"))).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(500), Duration.ofSeconds(600));
        assertThat(failure(() -> write(upsert("A1"))).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{}", "[null]", "\"marker\"", "[[[]]]", "{\"results\":\"marker\"}", "[{\"success\":1}]"})
    void anAnswerOfAnotherShapeBreaksNothing(String body) {
        assumeTrue(system.holdsRecords(), "every 2xx is a yes");
        warmUp();
        ApiReply odd = new ApiReply(200, "application/json", Map.of(), body);
        onTheNextWrites(new Fault.Scripted(odd), new Fault.Scripted(odd));

        assertThat(failure(() -> write(upsert("A1"))).inDoubt()).isTrue();
        ConnectorException batch = failure(() -> refuseFirst(writeAll(List.of(upsert("A1"), upsert("A2")))));
        assertThat(batch.inDoubt()).isTrue();
    }

    private void refuseFirst(List<Outcome> outcomes) {
        throw refusal(outcomes.getFirst());
    }

    @Test
    void everyCallHasAPermit() {
        write(upsert("A1"));
        simulator().expireTokens();
        write(upsert("A1"));
        alreadyLike("B1");
        write(upsert("B1"));
        writeAll(List.of(upsert("A1"), delete("A2", Optional.empty())));
        write(delete("A1", Optional.empty()));

        assertThat((long) permits())
                .isEqualTo(simulator().counts().calls() + simulator().counts().tokenCalls());
    }

    @Test
    void withoutAPermitNothingIsSent() {
        assertThatThrownBy(() -> connector.write(upsert("A1"), scopeOf(0))).isInstanceOf(CallDeferredException.class);
        assertThatThrownBy(() -> connector.writeAll(List.of(upsert("A1")), scopeOf(0)))
                .isInstanceOf(CallDeferredException.class);
        assertThat(calls()).isZero();
        assertThat(simulator().counts().tokenCalls()).isZero();
    }

    @Test
    void aBatchKeepsWhatIsSettledWhenThePermitsEnd() {
        warmUp();
        alreadyLike("A2");

        List<Outcome> outcomes = connector.writeAll(
                List.of(upsert("A1"), upsert("A2"), delete("A3", Optional.empty())), scopeOf(system.callsForACreate()));

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.CREATED);
        if (system.isBatchMixed()) {
            assertThat(outcomes.stream().map(ConnectorFixture::effect))
                    .containsExactly(Effect.CREATED, Effect.LINKED, Effect.ABSENT);
            return;
        }
        assertThat(outcomes.subList(1, 3)).allSatisfy(outcome -> {
            assertThat(refusal(outcome).code()).isEqualTo("DEFERRED");
            assertThat(refusal(outcome).retryAfter()).contains(Duration.ofSeconds(3));
        });
    }

    @Test
    void aBatchKeepsWhatIsSettledWhenALaterCallFails() {
        assumeFalse(system.isBatchMixed(), "there is no later call");
        warmUp();
        String id = write(upsert("A2")).externalId().orElseThrow();
        IntStream.range(0, system.callsForACreate())
                .forEach(call -> simulator().faults().queue(new Fault.None()));
        simulator().faults().queue(new Fault.ServerError());

        List<Outcome> outcomes = writeAll(List.of(upsert("A1"), delete("A2", Optional.of(id))));

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.CREATED);
        assertThat(refusal(outcomes.get(1)).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    }

    @Test
    void aBatchThatIsStoppedKeepsWhatIsSettledAndTheRestWaitsInDoubt() throws Exception {
        assumeFalse(system.isBatchMixed(), "there is no later call");
        warmUp();
        Optional<String> id = write(upsert("A2")).externalId();
        List<Outcome> outcomes = new ArrayList<>();
        Thread worker =
                Thread.ofVirtual().unstarted(() -> outcomes.addAll(writeAll(List.of(upsert("A1"), delete("A2", id)))));
        stopAtCall(worker, system.callsForACreate() + 1);

        worker.start();
        worker.join();

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.CREATED);
        assertThat(refusal(outcomes.get(1)).kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(refusal(outcomes.get(1)).inDoubt()).isTrue();
    }

    /** Its answer comes only when nobody waits for it any more. */
    private void stopAtCall(Thread worker, int call) {
        AtomicInteger calls = new AtomicInteger();
        simulator().beforeEach(request -> {
            if (calls.incrementAndGet() == call) {
                worker.interrupt();
                awaitEnd(worker);
            }
        });
    }

    private static void awaitEnd(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theQuotaNamesItsAccountWithoutASecret() {
        Quota quota = connector.capabilities().quota();

        assertThat(quota.account()).startsWith(system.kind() + ":");
        assertThat(quota)
                .isEqualTo(simulated
                        .connector(simulator(), http, InstantSource.system())
                        .capabilities()
                        .quota());
        assertShowsNothing(quota.toString());
    }

    private boolean isOneByOne() {
        return connector.capabilities().writing().batch() == BatchForm.ONE_BY_ONE;
    }

    /** What the next calls meet that change anything; a look-up before them goes through. */
    private void onTheNextWrites(Fault... faults) {
        Queue<Fault> left = new ConcurrentLinkedQueue<>(List.of(faults));
        simulator().beforeEach(request -> {
            if (!request.method().equals("GET") && !left.isEmpty()) {
                simulator().faults().queue(left.remove());
            }
        });
    }

    private void alreadyLike(String recordId) {
        Map<String, String> fields = new HashMap<>();
        content(recordId).forEach((name, value) -> fields.put(name, String.valueOf(value)));
        alreadyThere(fields);
    }
}
