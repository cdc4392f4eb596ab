package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.SweepStore;
import io.recordsync.store.status.DeliveryPages.Filter;
import io.recordsync.store.status.DeliveryPages.Listed;
import io.recordsync.store.status.DeliveryPages.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryPagesTest {

    static final Filter PARKED = filter(Optional.of(DeliveryState.PARKED), Optional.empty(), Optional.empty());

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final Filter ALL = filter(Optional.empty(), Optional.empty(), Optional.empty());

    private final Ledger ledger = new Ledger(DATABASE.store());

    @Test
    void pagesTogetherAreEachDeliveryOnce() {
        List<String> ids = IntStream.range(0, 7).mapToObj(n -> "r" + n).toList();
        ids.forEach(this::parkAtHubspotAlone);
        assertThat(pages(ALL, 3))
                .hasSize(14)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((one, other) ->
                        one.place().toString().compareTo(other.place().toString()));
        assertThat(pages(PARKED, 3).stream().map(one -> one.key().recordId())).isEqualTo(ids);
    }

    @Test
    void aDeliveryThatParksAgainMeanwhileIsNotSeenTwice() {
        List.of("a", "b", "c").forEach(this::parkAtHubspotAlone);
        Listed first = page(PARKED, Optional.empty(), 1).getFirst();
        ledger.park(first.key(), "hubspot");
        assertThat(page(PARKED, Optional.of(first.place()), 10).stream()
                        .map(one -> one.key().recordId()))
                .containsExactly("b", "c");
    }

    @Test
    void aDeliveryThatWaitsForADecisionIsListedAmongTheParkedOnes() {
        parkAtHubspotAlone("r1");
        parkAtHubspotAlone("r2");
        ledger.leaveUndecided(Events.of("r2").key(), "hubspot");
        assertThat(page(PARKED, Optional.empty(), 10))
                .extracting(Listed::state)
                .containsExactly(DeliveryState.PARKED, DeliveryState.CONFLICT);
        assertThat(page(
                        filter(Optional.of(DeliveryState.CONFLICT), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        10))
                .extracting(one -> one.key().recordId())
                .containsExactly("r2");
    }

    @Test
    void aSweepStartsNothingForADeliveryThatWaitsForADecision() {
        parkAtHubspotAlone("r1");
        ledger.leaveUndecided(Events.of("r1").key(), "hubspot");
        SweepStore.Stretch stretch = ledger.store().sweeps().stretch(Optional.empty(), 10);
        assertThat(stretch.looked()).isEqualTo(1);
        assertThat(stretch.parked()).isEmpty();
        assertThat(stretch.unsettled()).isEmpty();
    }

    @Test
    void aFilterLetsOnlyThroughWhatMatchesItAll() {
        parkAtHubspotAlone("r1");
        assertThat(page(PARKED, Optional.empty(), 10)).singleElement().satisfies(one -> {
            assertThat(one.system()).isEqualTo("hubspot");
            assertThat(one.state()).isEqualTo(DeliveryState.PARKED);
            assertThat(one.error()).contains(Ledger.ERROR);
            assertThat(one.failedAt()).isPresent();
        });
        assertThat(systems(filter(Optional.empty(), Optional.of("salesforce"), Optional.empty())))
                .containsExactly("salesforce");
        assertThat(systems(filter(Optional.empty(), Optional.empty(), Optional.of("REFUSED"))))
                .containsExactly("hubspot");
        assertThat(systems(filter(Optional.of(DeliveryState.PARKED), Optional.of("salesforce"), Optional.empty())))
                .isEmpty();
        assertThat(systems(new Filter("acme", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .isEmpty();
        assertThat(systems(new Filter(
                        "default", Optional.of("account"), Optional.empty(), Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    @Test
    void aPlaceThatNoDeliveryCanHaveIsRefused() {
        assertThatThrownBy(() -> new Place("contact", "a\0", "hubspot")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Place("contact", "", "hubspot")).isInstanceOf(IllegalArgumentException.class);
    }

    private void parkAtHubspotAlone(String id) {
        Events events = Events.of(id);
        ledger.accept(events.create(1, Map.of("a", 1)));
        ledger.route(events.key(), "salesforce", "hubspot");
        ledger.apply(events.key(), "salesforce");
        ledger.park(events.key(), "hubspot");
    }

    private List<Listed> pages(Filter filter, int most) {
        List<Listed> all = new ArrayList<>();
        List<Listed> page = page(filter, Optional.empty(), most);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page(filter, Optional.of(page.getLast().place()), most);
        }
        return all;
    }

    private List<Listed> page(Filter filter, Optional<Place> after, int most) {
        return ledger.store().deliveryPages().page(filter, after, most);
    }

    private List<String> systems(Filter filter) {
        return page(filter, Optional.empty(), 10).stream().map(Listed::system).toList();
    }

    private static Filter filter(Optional<DeliveryState> state, Optional<String> system, Optional<String> errorCode) {
        return new Filter("default", Optional.empty(), state, system, errorCode);
    }
}
