package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.counterpart.CounterpartStore;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.HashKeyStore;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.sql.Statements;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DuplicateKeyException;

class CounterpartStoreTest {

    private static final Instant NOON = Instant.parse("2026-01-20T12:00:00.123456Z");
    private static final RecordKey ANN = new RecordKey("default", "contact", "ann");
    private static final RowPlace A1 = new RowPlace("default", "salesforce", "Contact", "a1");
    private static final RowPlace A2 = new RowPlace("default", "salesforce", "Contact", "a2");

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final CounterpartStore counterparts = DATABASE.store().counterparts();
    private final ConflictStore conflicts = DATABASE.store().conflicts();

    @Test
    void aCounterpartComesBackAsItWasWritten() {
        Counterpart full = new Counterpart(
                A1,
                "contact",
                Optional.of("ann"),
                Optional.of("00ff"),
                Map.of("Email", new FieldBase("a", "b", true, NOON, 2, NOON), "Phone", FieldBase.NONE),
                Optional.of(NOON),
                Optional.of(new WriteTime(NOON, NOON.plusSeconds(1))),
                Optional.of(NOON.plusSeconds(2)),
                true,
                Map.of("Email", "c"),
                Optional.empty(),
                Optional.of("a2"),
                true);

        write(Counterpart.of(A2, "contact"), full);

        assertThat(counterparts.at(List.of(A1, A2)))
                .containsOnly(Map.entry(A1, full), Map.entry(A2, Counterpart.of(A2, "contact")));
        assertThat(counterparts.lock(List.of(A1))).containsOnly(Map.entry(A1, full));
        assertThat(counterparts.of(List.of(ANN), "salesforce")).containsOnly(Map.entry(ANN, full));
        assertThat(counterparts.of(List.of(ANN), "hubspot")).isEmpty();
    }

    @Test
    void aRecordMovesToAnotherRowInOneStatement() {
        write(linked(A1));
        write(linked(A2), linked(A1).with(draft -> draft.gone(Optional.of(NOON), Optional.empty())));

        assertThat(counterparts.of(List.of(ANN), "salesforce").get(ANN).place()).isEqualTo(A2);
    }

    @Test
    void aRecordHasOneLivingRowAtASystem() {
        write(linked(A1));

        assertThatThrownBy(() -> write(linked(A2))).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void aConflictIsOpenUntilItIsClosedAndMayBeginAgain() {
        Conflict asked = new Conflict(
                A1, "contact", "status", Optional.of("ann"), Kind.ASK, Map.of("Status__c", "ff"), "open", 15L);
        Row row = new Row(A1, "contact");
        conflicts.open(List.of(asked));
        assertThat(conflicts.openAt(List.of(row)).get(A1)).singleElement().isEqualTo(asked);

        conflicts.close(row, List.of("status", "phone"), "ours", "ann@example.com");
        assertThat(conflicts.openAt(List.of(row))).isEmpty();

        conflicts.open(List.of(asked));
        assertThat(conflicts.openAt(List.of(row))).containsKey(A1);
    }

    @Test
    void whatGaveWayIsKept() {
        LostValue lost = new LostValue(ANN, "status", "salesforce", "crm", 3, "open", null);

        conflicts.keep(List.of(lost));

        assertThat(conflicts.lost(ANN)).contains(lost);
    }

    @Test
    void hashesAreKeyedAndDoNotDependOnHowANumberIsWritten() {
        FieldHashes hashes = DATABASE.store().hashes().get();

        assertThat(hashes.of("default", "a", new BigDecimal("1.50"))).isEqualTo(hashes.of("default", "a", 1.5));
        assertThat(hashes.of("default", "a", 10L)).isEqualTo(hashes.of("default", "a", new BigDecimal("1E+1")));
        assertThat(hashes.of("default", "a", "1.5"))
                .isNotEqualTo(hashes.of("default", "a", 1.5))
                .isNotEqualTo(hashes.of("default", "b", "1.5"))
                .isNotEqualTo(hashes.of("other", "a", "1.5"))
                .isNotEqualTo(new FieldHashes(1, new byte[32]).of("default", "a", "1.5"))
                .hasSize(16);
        assertThat(hashes.of("default", "a", Map.of("x", 1, "y", List.of(2))))
                .isEqualTo(hashes.of("default", "a", Map.of("y", List.of(2L), "x", 1L)));
        assertThat(new HashKeyStore(new Statements(DATABASE.pool())).hashes().of("default", "a", null))
                .isEqualTo(hashes.of("default", "a", null));
    }

    private static Counterpart linked(RowPlace place) {
        return Counterpart.of(place, "contact").with(draft -> draft.recordId(Optional.of("ann")));
    }

    private void write(Counterpart... written) {
        counterparts.write(List.of(written), 1);
    }
}
