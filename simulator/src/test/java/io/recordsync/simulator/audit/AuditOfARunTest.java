package io.recordsync.simulator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.Operation;
import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountPlan;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The generator, the simulators and the audit together, with a small client that writes one event after another. */
class AuditOfARunTest {

    private static final String SALESFORCE = "/services/data/v66.0/sobjects/Contact/RecordsyncId__c/";
    private static final String HUBSPOT = "/crm/v3/objects/contacts/batch/upsert";

    private final SimulatedOrg org = new SimulatedOrg(SimulatorsOptions.defaults()
            .withPlan("salesforce", AccountPlan.UNLIMITED)
            .withPlan("hubspot", AccountPlan.UNLIMITED));
    private final TestClient salesforce = org.salesforceClient();
    private final TestClient hubspot = org.hubspotClient();
    private final SentJournal sent = new SentJournal();

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void aRunThatWritesEverythingOnceIsClean() {
        generate(200).forEach(this::deliver);

        AuditReport report = audit();

        assertThat(report.isClean()).isTrue();
        assertThat(report.refusedRecords()).isEmpty();
        assertThat(report.systems().keySet()).containsExactly("hubspot", "salesforce");
        assertThat(report.systems().values()).allMatch(calls -> calls.calls() > 0);
    }

    @Test
    void aRunThatLeavesAnEventOutHasALostRecord() {
        List<SentEvent> events = generate(100);
        SentEvent last = events.getLast();
        events.subList(0, 99).forEach(this::deliver);

        assertThat(audit().lostRecords()).containsExactly(last.recordId());
    }

    @Test
    void mixedFaultsAreSurvivedByAClientThatTriesAgain() {
        List<FaultPlan> plans =
                List.of(FaultPlan.MIXED.withHang(Duration.ofMillis(50)).withLatest(Duration.ZERO));
        org.salesforce().faults().plan(plans.getFirst());
        org.hubspot().faults().plan(plans.getFirst());

        generate(300).forEach(this::deliverUntilSettled);

        AuditReport report = audit();
        assertThat(report.lostRecords()).isEmpty();
        assertThat(report.duplicateRecords()).isEmpty();
        assertThat(org.salesforce().counts().serverErrors()).isPositive();
    }

    private List<SentEvent> generate(int count) {
        EventGenerator generator = new EventGenerator(GeneratorSettings.of(11));
        for (int i = 0; i < count; i++) {
            sent.add(generator.next().sent());
        }
        return sent.events();
    }

    private AuditReport audit() {
        return new Audit(ExpectedRoutes.byType())
                .compare(sent, List.of(SystemHistory.of(org.salesforce()), SystemHistory.of(org.hubspot())));
    }

    /**
     * Retries until the record is settled. The client treats 400 and 404 as the record's fault, but not 403 and 429.
     */
    private void deliverUntilSettled(SentEvent event) {
        int status = 0;
        while (status / 100 != 2 && status != 400 && status != 404) {
            try {
                status = deliver(event).status();
            } catch (UncheckedIOException broken) {
                status = 0;
            }
        }
    }

    private Reply deliver(SentEvent event) {
        String system = ExpectedRoutes.byType().sends(event.contactType(), "salesforce") ? "salesforce" : "hubspot";
        Map<String, String> fields =
                new HashMap<>(new DefaultMapping(Simulators.kind(system).contactFields()).fields(event));
        boolean delete = event.operation() == Operation.DELETE;
        if (system.equals("salesforce")) {
            fields.remove("RecordsyncId__c");
            String path = SALESFORCE + event.recordId();
            return delete ? salesforce.delete(path) : salesforce.patch(path, Json.write(fields));
        }
        return delete ? archive(event.recordId()) : hubspot.post(HUBSPOT, upsert(event.recordId(), fields));
    }

    private Reply archive(String recordId) {
        Reply found = hubspot.get("/crm/v3/objects/contacts/" + recordId + "?idProperty=recordsync_id");
        return found.status() == 200
                ? hubspot.delete(
                        "/crm/v3/objects/contacts/" + found.json().path("id").asString())
                : found;
    }

    private static String upsert(String id, Map<String, String> fields) {
        return Json.write(
                Map.of("inputs", List.of(Map.of("id", id, "idProperty", "recordsync_id", "properties", fields))));
    }
}
