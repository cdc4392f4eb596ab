package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Connector;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.LeaseOwners;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chunks that a system writes as a job of its own. A job has 10 rows here. */
class BulkJobsTest {

    private static final String OWNER = LeaseOwners.ofChunk("run", SALESFORCE);
    private static final int ROWS = 12;

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture().connectors(SmallJobs::new);

    @Test
    void manyRowsAreOneJobWhichIsForgottenWhenItIsOver() {
        List<String> ids = changed(1);
        long before = fixture.salesforce().counts().calls();

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(ROWS);
        assertThat(ids)
                .allSatisfy(id -> assertThat(WorkerFixture.firstNameAt(fixture.salesforce(), id))
                        .isEqualTo(WorkerFixture.firstName(1)));
        assertThat(fixture.salesforce().counts().calls() - before).isLessThanOrEqualTo(9);
        assertThat(left()).isEmpty();
    }

    @Test
    void aJobWithoutAKnownEndIsEndedBeforeItsRowsAreSentAgain() {
        List<String> ids = changed(1);
        loseSightOfTheJob();

        DeliverAllResult lost = deliverAll(ids);

        assertThat(lost.waiting()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(fixture.row(id, SALESFORCE).inDoubt()).isTrue());
        assertThat(left()).hasSize(1);
        changed(2);
        deliverAllThatWait(lost);
        assertThat(left()).isEmpty();
        assertThat(ids).allSatisfy(id -> {
            assertThat(fixture.salesforce().store().creates(id)).isOne();
            assertThat(WorkerFixture.firstNameAt(fixture.salesforce(), id)).isEqualTo(WorkerFixture.firstName(2));
        });
    }

    @Test
    void aRowThatGoesOnByItselfEndsTheJobFirst() {
        changed(1);
        loseSightOfTheJob();
        deliverAll(changed(1));
        assertThat(left()).hasSize(1);

        assertThat(fixture.settle("A3", SALESFORCE).outcome()).isEqualTo("applied");
        assertThat(left()).isEmpty();
    }

    @Test
    void rowsInDoubtWaitWhileAJobThatWasLeftCannotBeEnded() {
        List<String> ids = changed(1);
        loseSightOfTheJob();
        DeliverAllResult lost = deliverAll(ids);
        WorkerFixture.pass(lost.pause());
        fixture.salesforce().faults().queue(new Fault.Scripted(ApiReply.html(502, "down")));
        fixture.salesforce().faults().queue(new Fault.Scripted(ApiReply.html(502, "down")));

        DeliverAllResult still = deliverAll(lost.waiting());

        assertThat(still.settled()).isZero();
        assertThat(left()).hasSize(1);
        assertThat(WorkerFixture.objects(fixture.salesforce(), "A3")).isEmpty();
    }

    /** The job is closed; nothing that is asked about it afterwards is answered. */
    private void loseSightOfTheJob() {
        fixture.change("warm", "lead", 1);
        fixture.settle("warm", SALESFORCE);
        IntStream.range(0, 3).forEach(call -> fixture.salesforce().faults().queue(new Fault.None()));
        IntStream.range(0, 3)
                .forEach(call -> fixture.salesforce().faults().queue(new Fault.Scripted(ApiReply.html(502, "down"))));
    }

    private void deliverAllThatWait(DeliverAllResult first) {
        DeliverAllResult result = first;
        for (int attempt = 0; !result.waiting().isEmpty() && attempt < 50; attempt++) {
            WorkerFixture.pass(result.pause());
            result = deliverAll(result.waiting());
        }
        assertThat(result.waiting()).isEmpty();
    }

    private DeliverAllResult deliverAll(List<String> ids) {
        return fixture.newProcess(fixture.options().withStartToClose(() -> Duration.ofMinutes(5)))
                .chunks()
                .deliverAll(new DeliverAllRequest("default", "contact", ids, SALESFORCE, OWNER, null));
    }

    private List<String> changed(int version) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> "A" + i)
                .peek(id -> fixture.change(id, "lead", version))
                .toList();
    }

    private List<String> left() {
        return fixture.database()
                .jdbc()
                .sql("select job from bulk_job")
                .query(String.class)
                .list();
    }

    /** Takes jobs from 10 rows, and 5 rows in a call. */
    private static final class SmallJobs extends DelegatingConnector {

        private SmallJobs(Connector real) {
            super(real);
        }

        @Override
        public Capabilities capabilities() {
            Capabilities real = super.capabilities();
            Capabilities.Writing writing = real.writing();
            OptionalInt from = writing.bulkJobFrom().isPresent() ? OptionalInt.of(10) : OptionalInt.empty();
            return new Capabilities(
                    real.apiVersion(),
                    new Capabilities.Writing(writing.operations(), 5, writing.batch(), writing.identity(), from),
                    real.reading(),
                    real.quota(),
                    real.limitWait());
        }
    }
}
