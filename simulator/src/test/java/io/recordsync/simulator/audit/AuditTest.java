package io.recordsync.simulator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.events.Operation;
import io.recordsync.simulator.events.Person;
import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories written by hand: correct ones, and one for each way in which a history can be wrong. */
class AuditTest {

    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final Counts NO_CALLS = new Counts(9, 0, 0, 1, 2, 0, 0, 0, 0, 0);

    private final SentJournal sent = new SentJournal();
    private final CrmStore salesforce =
            CrmStore.inMemory(SalesforceSystem.KIND.keys(), SalesforceSystem.KIND.ids(), new FakeClock());

    @Test
    void aCorrectHistoryIsClean() {
        send("r1", Operation.CREATE, 1);
        send("r1", Operation.UPDATE, 2);
        send("r1", Operation.UPDATE, 3);
        send("r2", Operation.CREATE, 4);
        send("r2", Operation.DELETE, 4);
        send("r3", Operation.CREATE, 5);
        send("r3", Operation.DELETE, 5);
        StoredObject one = create("r1", 1);
        StoredObject two = create("r2", 4);
        write(one, 3);
        write(one, 3);
        salesforce.delete(two, Arrival.ANSWERED);

        AuditReport report = audit();

        assertThat(report.isClean()).isTrue();
        assertThat(report.systems()).containsEntry("salesforce", new AuditReport.Calls(9, 3, 1));
    }

    @Test
    void aRecordThatIsMissingIsLost() {
        send("r1", Operation.CREATE, 1);

        assertThat(audit().lostRecords()).containsExactly("r1");
    }

    @Test
    void aRecordWithAnOlderStateIsLost() {
        send("r1", Operation.CREATE, 1);
        send("r1", Operation.UPDATE, 2);
        create("r1", 1);

        assertThat(audit().lostRecords()).containsExactly("r1");
        assertThat(audit().stale()).isZero();
    }

    @Test
    void aRecordWithOneWrongFieldIsLost() {
        send("r1", Operation.CREATE, 1);
        StoredObject object = create("r1", 1);
        salesforce.update(object, Map.of("FirstName", "Bob"), Arrival.ANSWERED);

        assertThat(audit().lostRecords()).containsExactly("r1");
    }

    @Test
    void aRecordThatShouldBeDeletedIsLost() {
        send("r1", Operation.CREATE, 1);
        send("r1", Operation.DELETE, 1);
        create("r1", 1);

        assertThat(audit().lostRecords()).containsExactly("r1");
    }

    @Test
    void aRecordWhoseFinalStateIsRefusedIsNotLost() {
        send("r1", Operation.CREATE, 1);
        refuse("r1", 1, "FIELD_CUSTOM_VALIDATION_EXCEPTION");

        assertThat(audit().isClean()).isTrue();
        assertThat(audit().refusedRecords()).containsExactly("r1");
    }

    @Test
    void aRecordWhoseOlderStateAloneWasRefusedIsLost() {
        send("r1", Operation.CREATE, 1);
        send("r1", Operation.UPDATE, 2);
        refuse("r1", 1, "FIELD_CUSTOM_VALIDATION_EXCEPTION");

        assertThat(audit().lostRecords()).containsExactly("r1");
    }

    @Test
    void aConflictIsNoExcuse() {
        send("r1", Operation.CREATE, 1);
        refuse("r1", 1, "DUPLICATES_DETECTED");

        assertThat(audit().lostRecords()).containsExactly("r1");
    }

    @Test
    void twoLiveObjectsForOneRecordAreADuplicate() {
        send("r1", Operation.CREATE, 1);
        create("r1", 1);
        create("r1", 1);

        assertThat(audit().duplicateRecords()).containsExactly("r1");
    }

    @Test
    void aSecondCreateIsADuplicateThoughOneWasDeletedLater() {
        send("r1", Operation.CREATE, 1);
        create("r1", 1);
        salesforce.delete(create("r1", 1), Arrival.ANSWERED);

        assertThat(audit().duplicateRecords()).containsExactly("r1");
        assertThat(audit().lost()).isZero();
    }

    @Test
    void aCreateAfterADeleteIsNoDuplicate() {
        send("r1", Operation.CREATE, 1);
        send("r1", Operation.DELETE, 1);
        send("r1", Operation.CREATE, 2);
        salesforce.delete(create("r1", 1), Arrival.ANSWERED);
        create("r1", 2);

        assertThat(audit().isClean()).isTrue();
    }

    @Test
    void twoLiveObjectsWithOneEmailAreADuplicate() {
        send("r1", Operation.CREATE, 1);
        create("r1", 1);
        salesforce.create("Contact", Map.of("LastName", "X", "Email", "R1@example.com"), Arrival.ANSWERED);

        assertThat(audit().duplicateRecords()).containsExactly("r1");
    }

    @Test
    void anObjectAtTheWrongSystemIsADuplicate() {
        send("r1", Operation.CREATE, 1);
        create("r1", 1);

        AuditReport report = new Audit(ExpectedRoutes.all(List.of("hubspot"))).compare(sent, List.of(history()));

        assertThat(report.duplicateRecords()).containsExactly("r1");
    }

    @Test
    void anOlderWriteAfterANewerOneIsStaleThoughItWasMended() {
        send("r1", Operation.CREATE, 1);
        send("r1", Operation.UPDATE, 2);
        StoredObject object = create("r1", 2);
        salesforce.update(object, fields("r1", 1), Arrival.LATE);
        write(object, 2);

        AuditReport report = audit();

        assertThat(report.staleRecords()).containsExactly("r1");
        assertThat(report.lost()).isZero();
    }

    @Test
    void aWriteAfterTheDeleteIsStale() {
        send("r1", Operation.CREATE, 1);
        send("r1", Operation.UPDATE, 2);
        send("r1", Operation.DELETE, 2);
        salesforce.delete(create("r1", 1), Arrival.ANSWERED);
        create("r1", 2);

        assertThat(audit().staleRecords()).containsExactly("r1");
        assertThat(audit().lostRecords()).containsExactly("r1");
    }

    @Test
    void malformedMessagesCountForNothing() {
        sent.add(new SentEvent(0, "r1", Operation.UPDATE, START, "", Person.NONE, true));

        assertThat(audit().isClean()).isTrue();
    }

    private AuditReport audit() {
        return new Audit(ExpectedRoutes.byType()).compare(sent, List.of(history()));
    }

    private SystemHistory history() {
        return new SystemHistory(
                "salesforce", SalesforceSystem.KIND.contactFields(), salesforce.all(), salesforce.journal(), NO_CALLS);
    }

    private void send(String id, Operation operation, int version) {
        Person person = new Person("Ann Mary " + id, id + "@Example.com", "+1 202-555-010" + version);
        int index = sent.size();
        sent.add(new SentEvent(index, id, operation, START.plusSeconds(index), "lead", person, false));
    }

    private StoredObject create(String id, int version) {
        return salesforce.create("Contact", fields(id, version), Arrival.ANSWERED);
    }

    private void write(StoredObject object, int version) {
        salesforce.update(object, fields(object.field("RecordsyncId__c"), version), Arrival.ANSWERED);
    }

    private void refuse(String id, int version, String reason) {
        salesforce.refuse("Contact", null, fields(id, version), reason, Arrival.ANSWERED);
    }

    private static Map<String, String> fields(String id, int version) {
        return new HashMap<>(Map.of(
                "FirstName",
                "Ann",
                "LastName",
                "Mary " + id,
                "Email",
                id + "@example.com",
                "Phone",
                "+1202555010" + version,
                "ContactType__c",
                "lead",
                "RecordsyncId__c",
                id));
    }
}
