package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.ParkedDelivery;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SkipRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a record's workflow is told about the deliveries that are parked, and about those that no longer are. */
class ParkedInLedgerTest {

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void aRouteTellsWhatIsParkedAndWhy() {
        park("L1", "lead", SALESFORCE);

        RouteResult route = route("L1");

        assertThat(route.due()).isEmpty();
        assertThat(route.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.system()).isEqualTo(SALESFORCE);
            assertThat(parked.revision()).isOne();
            assertThat(parked.failure().code()).isNotEmpty();
            assertThat(parked.failure().errorId())
                    .isEqualTo(
                            fixture.row("L1", SALESFORCE).error().orElseThrow().errorId());
            assertThat(parked.failure().passing()).isFalse();
        });
    }

    @Test
    void aRouteThatLeadsElsewhereTellsThatNothingIsParkedAnyMore() {
        park("L1", "lead", SALESFORCE);
        accept("L1", "customer");

        RouteResult route = route("L1");

        assertThat(route.due()).containsExactly(HUBSPOT);
        assertThat(route.parked()).isEmpty();
        assertThat(fixture.row("L1", SALESFORCE).state()).isEqualTo(DeliveryState.UNROUTED);
    }

    /**
     * The record's workflow shows the delivery as failed. It learns only from this hand-over that the delivery is no
     * longer parked.
     */
    @Test
    void aChunkHandsOverWhatItHasTakenOutOfParked() {
        park("L1", "lead", SALESFORCE);
        accept("L1", "customer");
        accept("C1", "customer");

        RouteAllResult route = routeAll("L1", "C1");

        assertThat(route.parked()).containsExactly(new HandedOver("L1", SALESFORCE, "UNROUTED"));
        assertThat(route.parts())
                .singleElement()
                .satisfies(part -> assertThat(part.recordIds()).containsExactlyInAnyOrder("L1", "C1"));
        assertThat(routeAll("L1", "C1").parked()).isEmpty();
    }

    @Test
    void aChunkHandsOverADeletedRecordThatWasParked() {
        park("L1", "lead", SALESFORCE);
        fixture.store().acceptance().accept(List.of(fixture.newDelete("L1")));

        assertThat(routeAll("L1").parked()).containsExactly(new HandedOver("L1", SALESFORCE, "UNROUTED"));
    }

    @Test
    void aSkipLeavesWhatIsJustTriedAgainToItsRun() {
        park("V1", "vendor", SALESFORCE);
        parkAt("V1", HUBSPOT);

        fixture.process().routing().skip(new SkipRequest("default", "contact", "V1", Skip.ALL, List.of(SALESFORCE)));

        assertThat(route("V1").parked()).extracting(ParkedDelivery::system).containsExactly(SALESFORCE);
        assertThat(fixture.row("V1", HUBSPOT).state()).isEqualTo(DeliveryState.SKIPPED);
    }

    private void park(String id, String type, String system) {
        fixture.change(id, type, 1);
        parkAt(id, system);
    }

    private void parkAt(String id, String system) {
        (system.equals(SALESFORCE) ? fixture.salesforce() : fixture.hubspot())
                .faults()
                .refuse(id);
        fixture.fail(id, system);
        assertThat(fixture.row(id, system).state()).isEqualTo(DeliveryState.PARKED);
    }

    /** Accepts a change without routing it. */
    private void accept(String id, String type) {
        fixture.store().acceptance().accept(List.of(fixture.newChange(id, type, 2)));
    }

    private RouteResult route(String id) {
        return fixture.process().routing().route(new RouteRequest("default", "contact", id, null));
    }

    private RouteAllResult routeAll(String... ids) {
        return fixture.process().routing().routeAll(new RouteAllRequest("default", "contact", List.of(ids)));
    }
}
