package io.recordsync.store;

import static io.recordsync.store.Events.R1;
import static io.recordsync.store.Ledger.CRM;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Claim.Granted;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries;
import io.recordsync.store.delivery.TwoWayDeliveries.Base;
import io.recordsync.store.delivery.TwoWayDeliveries.LetGo;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept of a row together with the result of a delivery to a system that is read. */
class TwoWayDeliveriesTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final RecordKey KEY = R1.key();

    private Ledger ledger = new Ledger(DATABASE.store());
    private TwoWayDeliveries twoWay = ledger.store().twoWay();

    @BeforeEach
    void oneRecordIsDue() {
        ledger = new Ledger(DATABASE.store());
        twoWay = ledger.store().twoWay();
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.route(KEY, CRM);
    }

    @Test
    void aDeliveryIsSettledTogetherWithTheBaseOfItsRow() {
        settle(row("x1", KEY.recordId()));

        assertThat(ledger.delivery(KEY, CRM).externalId()).contains("x1");
        assertThat(living().orElseThrow().place().externalId()).isEqualTo("x1");
        assertThat(ledger.granted(KEY, CRM).delivered().linked()).isTrue();
    }

    @Test
    void aRecordWithAnotherLivingRowKeepsThatRowAndItsId() {
        settle(row("x1", KEY.recordId()));

        settle(row("x2", KEY.recordId()));

        assertThat(ledger.delivery(KEY, CRM).externalId()).contains("x1");
        assertThat(living().orElseThrow().place().externalId()).isEqualTo("x1");
        assertThat(twoWay.at(List.of(place("x2"))).get(place("x2")).recordId()).isEmpty();
        assertThat(conflicts("x2")).extracting(Conflict::kind).containsExactly(Kind.AMBIGUOUS);
    }

    @Test
    void aRowOfAnotherRecordStaysThatRecords() {
        write(row("x1", "other"));

        settle(row("x1", KEY.recordId()));

        assertThat(ledger.delivery(KEY, CRM).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(ledger.delivery(KEY, CRM).externalId()).isEmpty();
        assertThat(twoWay.at(List.of(place("x1"))).get(place("x1")).recordId()).contains("other");
        assertThat(conflicts("x1"))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.ours()).isEqualTo(List.of("other", KEY.recordId())));
    }

    @Test
    void aDeliveryThatWasOvertakenWritesNoBase() {
        Granted old = ledger.granted(KEY, CRM);
        ledger.granted(KEY, CRM);

        assertThat(settle(old, row("x1", KEY.recordId()))).isEmpty();
        assertThat(living()).isEmpty();
    }

    @Test
    void whatIsAboutToBeSentIsNotedAndTakenBack() {
        Counterpart row = row("x1", KEY.recordId());
        write(row);

        twoWay.noteSending(Map.of(row, Map.of("Status", "hash")), keyId());
        assertThat(living().orElseThrow().sending()).isEqualTo(Map.of("Status", "hash"));

        twoWay.noteNothingSent(List.of(row), keyId());
        assertThat(living().orElseThrow().sending()).isEmpty();
    }

    @Test
    void aRecordThatAReaderLinkedIsKnownThoughItWasGivenNothing() {
        ledger.store().standings().link(List.of(KEY), CRM);

        Granted claim = ledger.granted(KEY, CRM);
        assertThat(claim.known()).isTrue();
        ledger.settle(Settlement.unchanged(claim));
        assertThat(ledger.delivery(KEY, CRM).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(ledger.store().routing().candidates(List.of(KEY)).getFirst().known())
                .containsExactly(CRM);
    }

    @Test
    void aRowThatIsThereAgainEndsTheStateInWhichNothingIsMadeAgain() {
        ledger.settle(Settlement.gone(ledger.granted(KEY, CRM)));
        assertThat(ledger.store().routing().candidates(List.of(KEY)).getFirst().gone())
                .containsExactly(CRM);

        ledger.store().standings().link(List.of(KEY), CRM);

        assertThat(ledger.store().routing().candidates(List.of(KEY)).getFirst().gone())
                .isEmpty();
    }

    @Test
    void aPersonMayHaveARowMadeAgain() {
        settle(row("x1", KEY.recordId()));
        ledger.settle(Settlement.gone(ledger.granted(KEY, CRM)));

        assertThat(ledger.store().standings().makeAgain(KEY, Optional.of("another")))
                .isEmpty();
        assertThat(ledger.store().standings().makeAgain(KEY, Optional.empty())).containsExactly(CRM);
        assertThat(ledger.delivery(KEY, CRM).state()).isEqualTo(DeliveryState.DUE);
        assertThat(ledger.delivery(KEY, CRM).externalId()).isEmpty();
        assertThat(living()).isEmpty();
        assertThat(ledger.store().routing().candidates(List.of(KEY)).getFirst().again())
                .containsExactly(CRM);
        assertThat(ledger.granted(KEY, CRM).known()).isFalse();
    }

    @Test
    void aRowWhoseIdChangedKeepsItsRecord() {
        settle(row("x1", KEY.recordId()));
        Counterpart before = living().orElseThrow();
        Base moved = new Base(
                row("x2", KEY.recordId()),
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.of(before.with(draft -> draft.gone(Optional.of(Instant.EPOCH), Optional.empty()))));

        Settlement applied = Settlement.applied(ledger.granted(KEY, CRM), "hash", Optional.of("x2"));
        twoWay.settle(List.of(new Settled(applied.withLinked(), Optional.of(moved))), keyId());

        assertThat(living().orElseThrow().place().externalId()).isEqualTo("x2");
        assertThat(ledger.delivery(KEY, CRM).externalId()).contains("x2");
        assertThat(conflicts("x2")).isEmpty();
    }

    @Test
    void aRowThatWasLinkedToAnotherRecordMeanwhileStaysThatRecords() {
        write(row("x1", "other"));
        Granted claim = ledger.granted(KEY, CRM);

        letGo(claim, Optional.of(row("x1", KEY.recordId())));

        assertThat(twoWay.at(List.of(place("x1"))).get(place("x1")).recordId()).contains("other");
    }

    @Test
    void aRowThatShowsWhatCameOfAFailedCallEndsItsDoubt() {
        Granted claim = ledger.granted(KEY, CRM);
        ledger.store()
                .deliveries()
                .release(claim, new Release(true, false, Duration.ZERO, Duration.ZERO, Optional.empty(), true));
        Granted next = ledger.granted(KEY, CRM);
        assertThat(next.delivered().isContentUnknown()).isTrue();

        letGo(next, Optional.empty());

        Granted last = ledger.granted(KEY, CRM);
        assertThat(last.delivered().isContentUnknown()).isFalse();
        assertThat(last.attempts()).isEqualTo(next.attempts() + 1);
    }

    private void letGo(Granted claim, Optional<Counterpart> link) {
        List<LetGo> all = List.of(new LetGo(claim, link, true));
        twoWay.letGo(all, keyId());
        twoWay.endDoubts(all);
        twoWay.charge(all);
    }

    private void settle(Counterpart row) {
        settle(ledger.granted(KEY, CRM), row);
    }

    private Set<RecordKey> settle(Granted claim, Counterpart row) {
        Settlement applied = Settlement.applied(
                        claim, "hash", Optional.of(row.place().externalId()))
                .withLinked();
        return twoWay.settle(List.of(new Settled(applied, Optional.of(Base.of(row)))), keyId());
    }

    private void write(Counterpart row) {
        ledger.store().counterparts().write(List.of(row), keyId());
    }

    private int keyId() {
        return ledger.store().hashes().get().keyId();
    }

    private Optional<Counterpart> living() {
        return Optional.ofNullable(
                ledger.store().counterparts().of(List.of(KEY), CRM).get(KEY));
    }

    private List<Conflict> conflicts(String externalId) {
        return ledger.store()
                .conflicts()
                .openAt(List.of(new Row(place(externalId), KEY.entity())))
                .getOrDefault(place(externalId), List.of());
    }

    private static Counterpart row(String externalId, String recordId) {
        return Counterpart.of(place(externalId), KEY.entity()).with(draft -> draft.recordId(Optional.of(recordId)));
    }

    private static RowPlace place(String externalId) {
        return new RowPlace(KEY.tenant(), CRM, "Contact", externalId);
    }
}
