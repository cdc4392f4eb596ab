package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.database.ExampleTable;
import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.starter.cli.SystemsCommand;
import io.recordsync.worker.cli.CheckCommand;
import io.recordsync.worker.cli.DescribeCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/** Several systems of one kind: three addresses of two Salesforce orgs, two sets of files, two databases. */
class NamedSystemsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> RECORDS = List.of("A1", "A2", "A3");

    /** The system mirror is another address of the org of crm-eu. */
    private static final Map<String, String> KINDS = Map.of(
            "crm-eu", "salesforce",
            "crm-us", "salesforce",
            "mirror", "salesforce",
            "inbox", "files",
            "archive", "files",
            "left", "database",
            "right", "database");

    @TempDir
    private Path folder;

    private Installation installation;

    @BeforeEach
    void start() {
        makeTable("left");
        makeTable("right");
        installation = Installation.start(
                folder,
                SimulatorsOptions.ofSystems(List.of(
                        new SimulatedSystem("crm-eu", SalesforceSystem.KIND),
                        new SimulatedSystem("crm-us", SalesforceSystem.KIND))),
                Map.of(
                        "SYNC_SYSTEMS",
                        KINDS.entrySet().stream()
                                .map(system -> system.getKey() + ":" + system.getValue())
                                .collect(Collectors.joining(",")),
                        "SYNC_RULES",
                        KINDS.keySet().stream()
                                .map(system -> system + "-only")
                                .sorted()
                                .collect(Collectors.joining(",")),
                        "INBOX_PATH",
                        file("inbox").toString(),
                        "ARCHIVE_PATH",
                        file("archive").toString(),
                        "LEFT_URL",
                        database("left"),
                        "RIGHT_URL",
                        database("right")));
    }

    @AfterEach
    void stop() {
        installation.closeAtRest();
    }

    @Test
    void systemsOfOneKindAreSyncedSideBySideAndThoseOfOneAccountShareItsQuota() throws IOException {
        installation.startWorker("worker", mirror());
        Child starter = installation.startStarter("starter");
        RECORDS.forEach(id -> installation.send(id, Contacts.event("create", id, "lead", 1)));
        installation.awaitSettled(RECORDS.size(), PATIENCE);

        for (String org : List.of("crm-eu", "crm-us")) {
            assertThat(RECORDS).as(org).allMatch(id -> contactsAt(org, id) == 1);
        }
        assertThat(Files.readAllLines(file("inbox"))).hasSameSizeAs(RECORDS);
        assertThat(Files.readAllLines(file("archive"))).hasSameSizeAs(RECORDS);
        assertThat(rows("left")).isEqualTo(RECORDS.size());
        assertThat(rows("right")).isEqualTo(RECORDS.size());
        assertThat(ledger("select distinct system from delivery")).containsExactlyInAnyOrderElementsOf(KINDS.keySet());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(accounts("crm-eu")).hasSize(1).first().asString().startsWith("salesforce:00D");
            assertThat(accounts("mirror")).as("another address of the same org").isEqualTo(accounts("crm-eu"));
            assertThat(accounts("crm-us"))
                    .hasSize(1)
                    .isNotEqualTo(accounts("crm-eu"))
                    .first()
                    .asString()
                    .startsWith("salesforce:00D");
        });
        assertThat(ledger("select distinct account from call_count where account like 'salesforce:00D%'"))
                .as("the accounts of three systems at two orgs")
                .hasSize(2);

        assertThat(Installation.command(new SystemsCommand(), "--api", Installation.api(starter)))
                .contains("crm-eu (salesforce)", "archive (files)");
        String config = configFile().toString();
        assertThat(Installation.command(new CheckCommand(), "crm-us", "--config", config))
                .contains("ok")
                .doesNotContain("FAILED");
        assertThat(Installation.command(new DescribeCommand(), "left", "customer_contact", "--config", config))
                .contains("customer_contact, as the system describes it", "first_name", "recordsync_id");
        assertThat(Installation.command(new DescribeCommand(), "crm-eu", "--config", config))
                .contains("crm-eu requires CRM_EU_BASE_URL, CRM_EU_CLIENT_ID and CRM_EU_CLIENT_SECRET");
    }

    @Test
    void aWorkerThatIsToldToServeAnUnknownSystemOrKindEndsWithTheOnesThereAre() {
        Child misspelt = installation.beginWorker("misspelt", Map.of("WORKER_SYSTEMS", "crm-ue"));
        Child unknown = installation.beginWorker("unknown", Map.of("SYNC_SYSTEMS", "crm-eu:salesfarce"));

        assertThat(misspelt.awaitEnd(PATIENCE)).isNotZero();
        assertThat(misspelt.output()).contains("WORKER_SYSTEMS names crm-ue, but the systems are", "crm-eu", "archive");
        assertThat(unknown.awaitEnd(PATIENCE)).isNotZero();
        assertThat(unknown.output()).contains("gives the system crm-eu the kind 'salesfarce', which does not exist");
    }

    /** Declares systems for commands that run in this JVM, whose environment declares none. */
    private Path configFile() throws IOException {
        Map<String, String> org = installation.simulators().of("crm-us").settings();
        Map<String, Object> systems = Map.of(
                "crm-eu",
                Map.of("kind", "salesforce"),
                "crm-us",
                Map.of(
                        "kind", "salesforce",
                        "base-url", org.get("CRM_US_BASE_URL"),
                        "client-id", org.get("CRM_US_CLIENT_ID"),
                        "client-secret", org.get("CRM_US_CLIENT_SECRET")),
                "left",
                Map.of("kind", "database", "url", database("left")));
        return Files.writeString(
                folder.resolve("recordsync.json"), new JsonMapper().writeValueAsString(Map.of("systems", systems)));
    }

    /** Leads to the org of crm-eu, by another address. */
    private Map<String, String> mirror() {
        Map<String, String> org = installation.simulators().of("crm-eu").settings();
        return Map.of(
                "MIRROR_BASE_URL", org.get("CRM_EU_BASE_URL").replace("127.0.0.1", "localhost"),
                "MIRROR_CLIENT_ID", org.get("CRM_EU_CLIENT_ID"),
                "MIRROR_CLIENT_SECRET", org.get("CRM_EU_CLIENT_SECRET"));
    }

    private int contactsAt(String org, String id) {
        return installation
                .simulators()
                .of(org)
                .store()
                .having("Contact", "RecordsyncId__c", id)
                .size();
    }

    private Path file(String system) {
        return folder.resolve(system + ".jsonl");
    }

    private String database(String system) {
        return "jdbc:sqlite:" + folder.resolve(system + ".db");
    }

    private void makeTable(String system) {
        sql(system)
                .sql(ExampleTable.sql(DatabaseSettings.of(database(system), "", "")))
                .update();
    }

    private long rows(String system) {
        return sql(system)
                .sql("select count(*) from customer_contact")
                .query(Long.class)
                .single();
    }

    private JdbcClient sql(String system) {
        return JdbcClient.create(new DriverManagerDataSource(database(system)));
    }

    /** The account for which a system's calls are counted, as the worker has published it. */
    private List<String> accounts(String system) {
        return ledger(
                "select card #>> '{capabilities,quota,account}' from system_card where system = '" + system + "'");
    }

    private List<String> ledger(String query) {
        return JdbcClient.create(installation.database())
                .sql(query)
                .query(String.class)
                .list();
    }
}
