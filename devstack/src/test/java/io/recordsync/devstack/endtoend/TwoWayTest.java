package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.database.ExampleTable;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.starter.cli.ReadersCommand;
import io.recordsync.starter.cli.RunsCommand;
import io.recordsync.starter.cli.SyncCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** People work in a database and in Salesforce, and what they do reaches the other side when somebody asks for it. */
class TwoWayTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String EMAIL = "mary.jones@example.com";

    @TempDir
    private Path folder;

    private Installation installation;
    private String api;

    @BeforeEach
    void start() {
        String database = "jdbc:sqlite:" + folder.resolve("contacts.db");
        sql().sql(ExampleTable.sql(DatabaseSettings.of(database, "", ""))).update();
        installation = Installation.start(
                folder,
                SimulatorsOptions.ofSystems(List.of(new SimulatedSystem("salesforce", SalesforceSystem.KIND))),
                Map.of(
                        "SYNC_SYSTEMS", "crm-db:database,salesforce:salesforce",
                        "SYNC_RULES", "crm-db-two-way,salesforce-two-way",
                        "CRM_DB_URL", database));
        installation.startWorker("worker");
        api = Installation.api(installation.startStarter("starter"));
        List.of("crm-db", "salesforce").forEach(this::readOnlyWhenAsked);
    }

    /** The counts of a run are those that the test expects only if no run of a schedule comes before it. */
    private void readOnlyWhenAsked(String system) {
        Installation.command(
                new ReadersCommand(), "set", system, "contact", "--every", "30d", "--why", "a test", "--api", api);
    }

    @AfterEach
    void stop() {
        installation.closeAtRest();
    }

    @Test
    void whatPeopleMakeAndEditOnOneSideReachesTheOtherAndIsAtRestThen() {
        sql().sql("insert into customer_contact (first_name, last_name, email, phone, contact_type)"
                        + " values ('Mary', 'Jones', :email, '+16502530001', 'lead')")
                .param("email", EMAIL)
                .update();
        assertThat(sync("crm-db")).startsWith("crm-db contact: success. 1 processed: 1 created, 0 updated,");
        installation.await(
                "the row is in Salesforce", PATIENCE, () -> contacts().size() == 1);
        awaitSettled();

        assertThat(sync("salesforce")).startsWith("salesforce contact: success. 1 processed: 0 created, 0 updated,");
        awaitSettled();
        StoredObject contact = contacts().getFirst();
        assertThat(contact.field("FirstName")).isEqualTo("Mary");
        salesforce().update(contact, Map.of("Phone", "+16502530002"), Arrival.ANSWERED);
        assertThat(sync("salesforce")).contains("0 created, 1 updated,");
        installation.await("the edit is in the database", PATIENCE, () -> phone().equals("+16502530002"));
        awaitSettled();

        sql().sql("update customer_contact set phone = '+16502530003'").update();
        assertThat(sync("crm-db")).contains("0 created, 1 updated,");
        installation.await(
                "the edit is in Salesforce",
                PATIENCE,
                () -> contacts().getFirst().field("Phone").equals("+16502530003"));
        awaitSettled();

        assertAtRest();
        assertThat(Installation.command(new RunsCommand(), "--api", api).lines())
                .anyMatch(line -> line.matches("[0-9]+ +crm-db +contact +link +success +1 +1 +0 +0 .*"));
    }

    /** Nothing is new on either side, and nothing is written. */
    private void assertAtRest() {
        long writes = salesforce().journalSize();
        for (String system : List.of("crm-db", "salesforce", "crm-db", "salesforce")) {
            assertThat(sync(system)).contains("0 created, 0 updated,", " 0 failed");
        }
        awaitSettled();
        assertThat(salesforce().journalSize()).isEqualTo(writes);
        assertThat(contacts()).hasSize(1);
        assertThat(sql().sql("select count(*) from customer_contact")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    /** The line that says how the run has ended, after those of its progress. */
    private String sync(String system) {
        return Installation.command(new SyncCommand(), system, "--api", api)
                .lines()
                .filter(line -> line.startsWith(system + " contact: "))
                .findFirst()
                .orElseThrow();
    }

    private void awaitSettled() {
        installation.await(
                "all is settled",
                PATIENCE,
                () -> installation.store().backlog().unsettled().total() == 0);
    }

    private CrmStore salesforce() {
        return installation.simulators().of("salesforce").store();
    }

    private List<StoredObject> contacts() {
        return salesforce().having("Contact", "Email", EMAIL);
    }

    private String phone() {
        return sql().sql("select phone from customer_contact")
                .query(String.class)
                .single();
    }

    private JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("contacts.db")));
    }
}
