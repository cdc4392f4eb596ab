package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ConnectorFixture;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.JobNotes;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Held;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.store.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs of the Bulk API 2.0, at the simulator. */
class SalesforceBulkTest extends ConnectorFixture {

    SalesforceBulkTest() {
        super(new SalesforceUnderTest());
    }

    @Test
    void aJobWritesThousandsOfRowsWithTenCalls() {
        warmUp();
        long before = calls();
        List<Write> writes =
                IntStream.range(0, 3_000).mapToObj(i -> upsert("R" + i)).toList();

        List<Outcome> outcomes = connector.writeJob(writes, scope());

        assertThat(outcomes.stream().map(ConnectorFixture::effect)).containsOnly(Effect.CREATED);
        assertThat(((Outcome.Written) outcomes.get(2_999)).externalId())
                .contains(only("R2999").id());
        assertThat(calls() - before).isLessThanOrEqualTo(10);
    }

    @Test
    void eachRowHasItsOwnOutcome() {
        StoredObject there = alreadyThere(asStored(content("L1")));
        write(upsert("U1"));
        Optional<String> deleted = write(upsert("D1")).externalId();

        List<Outcome> outcomes = connector.writeJob(
                List.of(
                        delete("D1", deleted),
                        upsert("C1", system.content(email("C1"), "Marker \"quoted\", with comma\nand é 😀")),
                        upsert("B1", badContent()),
                        upsert("U1"),
                        upsert("L1"),
                        delete("D2", Optional.empty())),
                scope());

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.DELETED);
        assertThat(effect(outcomes.get(1))).isEqualTo(Effect.CREATED);
        assertThat(only("C1").field("LastName")).isEqualTo("Marker \"quoted\", with comma\nand é 😀");
        ConnectorException refused = refusal(outcomes.get(2));
        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused.code()).isEqualTo("INVALID_EMAIL_ADDRESS");
        assertThat(refused).hasMessageContaining("B1").hasMessageContaining("Email");
        assertThat(effect(outcomes.get(3))).isEqualTo(Effect.UPDATED);
        assertThat(effect(outcomes.get(4))).isEqualTo(Effect.LINKED);
        assertThat(only("L1").id()).isEqualTo(there.id());
        assertThat(effect(outcomes.get(5))).isEqualTo(Effect.ABSENT);
    }

    @Test
    void aJobCreatesWhatIsNotThereAndMeetsWhatIs() {
        StoredObject matching = alreadyThere(asStored(content("M1")));
        String carrying = write(upsert("C1", with("Email", null))).externalId().orElseThrow();

        List<Outcome> outcomes = connector.writeJob(
                List.of(create("N1"), create("M1"), create("C1", with("Email", null)), create("B1", badContent())),
                scope());

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.CREATED);
        assertThat(((Outcome.Written) outcomes.get(0)).externalId())
                .contains(only("N1").id());
        assertThat(((Outcome.Linked) outcomes.get(1)).row().externalId()).isEqualTo(matching.id());
        assertThat(((Outcome.Linked) outcomes.get(2)).row().externalId()).isEqualTo(carrying);
        assertThat(((Outcome.Linked) outcomes.get(2)).row().recordId()).contains("C1");
        assertThat(refusal(outcomes.get(3)).fields()).containsExactly("Email");
        assertThat(stored("M1")).isEmpty();
        assertThat(simulator().store().creates("C1")).isEqualTo(1);
    }

    @Test
    void rowsThatCreatesMeetAreAskedForTogether() {
        List<Write> creates =
                IntStream.range(0, 300).mapToObj(i -> create("M" + i)).toList();
        creates.forEach(write -> alreadyThere(asStored(content(write.recordId()))));
        warmUp();
        long before = calls();

        List<Outcome> outcomes = connector.writeJob(creates, scope());

        assertThat(outcomes)
                .allSatisfy(one -> assertThat(one).isInstanceOf(Outcome.Linked.class))
                .map(one -> ((Outcome.Linked) one).row().content().get(system.emailField()))
                .containsExactlyElementsOf(creates.stream()
                        .map(write -> write.content().get(system.emailField()))
                        .toList());
        assertThat(calls() - before).isLessThanOrEqualTo(8);
    }

    @Test
    void aJobIsToldOfBeforeItBeginsAndWhenItIsOver() {
        JobTold told = new JobTold();

        connector.writeJob(List.of(upsert("A1")), scope().telling(told));

        assertThat(told.begun).hasSize(1);
        assertThat(told.over).isEqualTo(told.begun);
    }

    @Test
    void aJobOfAnotherProcessIsStoppedBeforeItWrites() {
        JobTold told = new JobTold();
        warmUp();
        List.of(new Fault.None(), new Fault.None(), new Fault.None())
                .forEach(simulator().faults()::queue);
        IntStream.range(0, 2)
                .forEach(call -> simulator().faults().queue(new Fault.Scripted(ApiReply.html(502, "marker"))));
        failure(() -> connector.writeJob(List.of(upsert("A1")), scope().telling(told)));
        assertThat(told.over).isEmpty();

        connector.endJob(told.begun.getFirst(), scope().telling(told));
        connector.endJob(told.begun.getFirst(), scope());

        assertThat(told.over).isEqualTo(told.begun);
        assertThat(stored("A1")).isEmpty();
    }

    /** Keeps the ids of jobs. */
    private static final class JobTold implements JobNotes {

        private final List<String> begun = new ArrayList<>();
        private final List<String> over = new ArrayList<>();

        @Override
        public void begins(String job) {
            begun.add(job);
        }

        @Override
        public void isOver(String job) {
            over.add(job);
        }
    }

    @Test
    void aCreateInDoubtIsWrittenToTheRowThatItMayHaveMade() {
        String made = write(upsert("A1")).externalId().orElseThrow();

        List<Outcome> outcomes = connector.writeJob(List.of(create("A2"), inDoubt(create("A1"))), scope());

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.CREATED);
        assertThat(effect(outcomes.get(1))).isEqualTo(Effect.UPDATED);
        assertThat(((Outcome.Written) outcomes.get(1)).externalId()).contains(made);
    }

    @Test
    void aJobUpdatesFieldsByIdAndSaysWhichRowsAreGone() {
        String kept = write(upsert("U1", with("Title", "x"))).externalId().orElseThrow();
        StoredObject linked = alreadyThere(asStored(content("U2")));
        String gone = write(upsert("G1")).externalId().orElseThrow();
        write(delete("G1", Optional.of(gone)));

        List<Outcome> outcomes = connector.writeJob(
                List.of(
                        update("U1", kept, Map.of("LastName", "New"), Held.ANYTHING),
                        update("U2", linked.id(), clearing("Title"), new Held(false, row -> true)),
                        update("G1", gone, Map.of("LastName", "New"), Held.ANYTHING)),
                scope());

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.UPDATED);
        assertThat(only("U1").field("LastName")).isEqualTo("New");
        assertThat(only("U1").field("Title")).isEqualTo("x");
        assertThat(effect(outcomes.get(1))).isEqualTo(Effect.UPDATED);
        assertThat(only("U2").id()).isEqualTo(linked.id());
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Gone(Optional.empty()));
        assertThat(stored("G1")).isEmpty();
    }

    @Test
    void aJobOfUpdatesNamesTheFieldsThatAreRefused() {
        String id = write(upsert("U1")).externalId().orElseThrow();

        List<Outcome> outcomes = connector.writeJob(
                List.of(update("U1", id, Map.of("email", "no address", "Title", "x"), Held.ANYTHING)), scope());

        assertThat(refusal(outcomes.getFirst()).code()).isEqualTo("INVALID_EMAIL_ADDRESS");
        assertThat(refusal(outcomes.getFirst()).fields()).containsExactly("email");
    }

    @Test
    void jobsWithoutAKnownEndLeaveTheirRowsInDoubtAndNoOthers() {
        String id = write(upsert("U1")).externalId().orElseThrow();
        List<Fault> faults = new ArrayList<>();
        IntStream.range(0, 9).forEach(call -> faults.add(new Fault.None()));
        faults.add(new Fault.None());
        faults.add(new Fault.None());
        faults.add(new Fault.Scripted(ApiReply.html(502, "marker")));
        faults.forEach(simulator().faults()::queue);

        List<Outcome> outcomes = connector.writeJob(
                List.of(
                        create("N1"),
                        update("U1", id, Map.of("LastName", "New"), Held.ANYTHING),
                        delete("D1", Optional.empty())),
                scope());

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.CREATED);
        assertThat(refusal(outcomes.get(1)).inDoubt()).isTrue();
        assertThat(refusal(outcomes.get(1)).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(effect(outcomes.get(2))).isEqualTo(Effect.ABSENT);
    }

    @Test
    void nullAndEmptyClearAFieldAndWhatIsNotNamedStays() {
        connector.writeJob(List.of(upsert("A1", with("Title", "x")), upsert("A2", with("Title", "x"))), scope());

        connector.writeJob(List.of(upsert("A1", with("Title", null)), upsert("A2", with("Department", ""))), scope());

        assertThat(only("A1").field("Title")).isEmpty();
        assertThat(only("A2").field("Title")).isEqualTo("x");
    }

    @Test
    void aJobThatDoesNotEndInTimeIsStoppedAndLosesNoRow() {
        warmUp();
        CallScope soon = new CallScope(Deadline.in(Duration.ofSeconds(10)), Permits.UNLIMITED);

        ConnectorException failure = failure(() -> connector.writeJob(List.of(upsert("A1"), upsert("A2")), soon));

        assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(failure.inDoubt()).isTrue();
        assertThat(stored("A1")).isEmpty();
        assertThat(connector.writeJob(List.of(upsert("A1"), upsert("A2")), scope()).stream()
                        .map(ConnectorFixture::effect))
                .containsOnly(Effect.CREATED);
    }

    @Test
    void aCallThatFailsAfterTheJobIsClosedLeavesAllRowsInDoubt() {
        List<Fault> faults = new ArrayList<>(List.of(new Fault.None(), new Fault.None(), new Fault.None()));
        faults.add(new Fault.Scripted(ApiReply.html(502, "marker")));
        warmUp();
        faults.forEach(simulator().faults()::queue);

        ConnectorException failure = failure(() -> connector.writeJob(List.of(upsert("A1")), scope()));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.inDoubt()).isTrue();
    }

    @Test
    void aCallThatFailsBeforeTheJobIsClosedLeavesNoDoubt() {
        warmUp();
        simulator().faults().queue(new Fault.Scripted(ApiReply.json(503, List.of())));

        ConnectorException failure = failure(() -> connector.writeJob(List.of(upsert("A1")), scope()));

        assertThat(failure.inDoubt()).isFalse();
    }

    @Test
    void permitsThatRunOutInTheMiddleLeaveAllRowsInDoubt() {
        warmUp();

        ConnectorException failure = failure(() -> connector.writeJob(List.of(upsert("A1")), scopeOf(4)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(failure.inDoubt()).isTrue();
    }

    @Test
    void aJobHoldsTenThousandWritesAtMost() {
        List<Write> writes =
                IntStream.range(0, 10_001).mapToObj(i -> upsert("R" + i)).toList();

        assertThatThrownBy(() -> connector.writeJob(writes, scope())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, @Nullable Object> clearing(String field) {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put(field, null);
        return content;
    }

    private Map<String, @Nullable Object> with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> content = content("A1");
        content.put("Email", null);
        content.put(field, value);
        return content;
    }
}
