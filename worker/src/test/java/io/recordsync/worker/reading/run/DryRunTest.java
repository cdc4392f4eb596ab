package io.recordsync.worker.reading.run;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Connector;
import io.recordsync.rules.RuleSet;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.SampleStore.Sample;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.worker.delivery.DelegatingConnector;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A dry run says what the run after it does, and writes nothing. */
class DryRunTest {

    /** The run itself, its rows, and what is written of each call, whatever it is for. */
    private static final Set<String> WRITTEN =
            Set.of("run", "run_sample", "call_count", "permit_window", "account_id", "open_circuit", "process");

    private static final RuleSet RULES = RuleSet.parse("""
            name: dry
            routes: {contact: [salesforce, hubspot]}
            merge: {contact: {match: [email]}}
            systems:
              salesforce:
                entities:
                  contact:
                    object: Contact
                    read: {every: 5m, deletes: follow}
                    fields:
                      FirstName: record.first_name
                      LastName: {value: record.last_name, required: true}
                      Email: {value: record.email, type: email}
              hubspot:
                entities:
                  contact:
                    object: contacts
                    match: email
                    fields:
                      firstname: record.first_name
                      email: {value: record.email, type: email}
            """, "test");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture().rules(RULES);

    private final List<String> changed = new ArrayList<>();
    private int owners;
    private @Nullable WorkerProcess worker;

    @Test
    void aFirstContactADeltaAndAFullRunAreToldAsTheyComeAndNothingIsWritten() {
        List<StoredObject> rows = new ArrayList<>();
        for (int n = 1; n <= 6; n++) {
            rows.add(row(n));
        }
        accept(1, "Other");
        accept(2, WorkerFixture.firstName(2));
        accept(9, WorkerFixture.firstName(9));

        Run dry = sameAsReal(input(null, null, null));

        assertThat(dry.counts().created()).isEqualTo(4);
        assertThat(dry.counts().differing()).isEqualTo(1);
        assertThat(samples(dry)).extracting(Sample::what).contains("created");

        edit(rows.get(2), "Edited");
        edit(rows.get(3), "Edited, too");
        Run delta = sameAsReal(input(null, null, null));
        assertThat(delta.counts().updated()).isEqualTo(2);
        assertThat(samples(delta))
                .filteredOn(sample -> sample.what().equals("updated"))
                .hasSize(2)
                .allMatch(sample -> sample.fields().contains("\"winner\": \"theirs\""))
                .anyMatch(sample -> sample.fields().contains("Edited, too"));

        fixture.salesforce().store().delete(rows.get(4), Arrival.ANSWERED);
        Run full = sameAsReal(input(true, null, null));
        assertThat(full.counts().deleted()).isEqualTo(1);
        assertThat(samples(full)).extracting(Sample::what).contains("deleted");

        Run linked = sameAsReal(input(null, null, "theirs"));
        assertThat(linked.counts().updated()).isEqualTo(1);

        accept(3, "Ours");
        edit(rows.get(2), "Theirs");
        sameAsReal(input(null, true, null));
    }

    /** Makes a dry run and then the same run in earnest, and returns the dry one. */
    private Run sameAsReal(ReadChangesInput input) {
        Map<String, String> before = dump();
        ReadChangesStatus end = run(dry(input));
        assertThat(end.status()).isIn("success", "partial");
        assertThat(end.push()).isNull();
        assertThat(changed).isEmpty();
        assertThat(dump()).isEqualTo(before);
        Run dry = newest();
        run(input);
        Run real = newest();
        changed.clear();
        assertThat(found(dry.counts())).isEqualTo(found(real.counts()));
        assertThat(dry.kind()).isEqualTo(real.kind());
        assertThat(dry.isDry()).isTrue();
        return dry;
    }

    /** All counts but those of calls: a dry run asks for some rows in other groups. */
    private static RunCounts found(RunCounts counts) {
        return counts.with(-counts.reread(), -counts.calls());
    }

    private List<Sample> samples(Run run) {
        return fixture.store().runs().samples().of(run.id(), 0, 1000);
    }

    /** The rows of all tables but those that a dry run may write. */
    private Map<String, String> dump() {
        Map<String, String> dump = new TreeMap<>();
        fixture
                .database()
                .jdbc()
                .sql("select table_name from information_schema.tables"
                        + " where table_schema = 'public' and table_type = 'BASE TABLE'")
                .query(String.class)
                .list()
                .stream()
                .filter(table -> !WRITTEN.contains(table))
                .forEach(table -> dump.put(
                        table,
                        fixture.database()
                                .jdbc()
                                .sql("select coalesce(string_agg(t::text, chr(10) order by t::text), '') from \""
                                        + table + "\" as t")
                                .query(String.class)
                                .single()));
        return dump;
    }

    private ReadChangesStatus run(ReadChangesInput input) {
        BeginRunResult begun = process()
                .reading()
                .begin(new BeginRunRequest(input, "w" + ++owners, "read/default/salesforce/contact"));
        ReadPosition position = Objects.requireNonNull(begun.position());
        int page = position.page();
        for (Feed feed : Feed.values()) {
            ReadPageResult result;
            do {
                result = process()
                        .reading()
                        .page(new ReadPageRequest(
                                "default",
                                SALESFORCE,
                                "contact",
                                position.runId(),
                                position.fence(),
                                page + 1,
                                feed,
                                4));
                changed.addAll(result.changed());
                page += result.committed() ? 1 : 0;
            } while (!result.last());
        }
        return process()
                .reading()
                .end(new EndRunRequest(
                        "default", SALESFORCE, "contact", position.runId(), position.fence(), null, null));
    }

    private WorkerProcess process() {
        if (worker == null) {
            worker = fixture.newProcess(fixture.options().withRules(RULES).withConnectors(Unlisting::new));
        }
        return worker;
    }

    /** Lists no deletes, so that a row that a full run does not see is gone. */
    private static final class Unlisting extends DelegatingConnector {

        Unlisting(Connector connector) {
            super(connector);
        }

        @Override
        public Capabilities capabilities() {
            Capabilities real = super.capabilities();
            Reading reading = real.reading();
            return new Capabilities(
                    real.apiVersion(),
                    real.writing(),
                    new Reading(reading.feed(), false, reading.largestPage(), reading.visibility()),
                    real.quota(),
                    real.limitWait());
        }
    }

    private static ReadChangesInput input(@Nullable Boolean full, @Nullable Boolean overwrite, @Nullable String link) {
        return new ReadChangesInput(
                "default",
                SALESFORCE,
                "contact",
                full,
                null,
                null,
                null,
                "person/test",
                null,
                overwrite,
                link,
                null,
                null);
    }

    private static ReadChangesInput dry(ReadChangesInput input) {
        return new ReadChangesInput(
                input.tenant(),
                input.system(),
                input.entity(),
                input.full(),
                null,
                null,
                null,
                input.askedBy(),
                null,
                input.overwrite(),
                input.link(),
                true,
                null);
    }

    private StoredObject row(int n) {
        return fixture.salesforce()
                .store()
                .create(
                        "Contact",
                        Map.of(
                                "FirstName", WorkerFixture.firstName(n),
                                "LastName", WorkerFixture.NAME,
                                "Email", WorkerFixture.email("k" + n)),
                        Arrival.ANSWERED);
    }

    private void edit(StoredObject row, String firstName) {
        fixture.salesforce().store().update(row, Map.of("FirstName", firstName), Arrival.ANSWERED);
    }

    private void accept(int n, String firstName) {
        fixture.accept(
                "k" + n,
                Operation.UPDATE,
                Map.of(
                        "first_name",
                        firstName,
                        "last_name",
                        WorkerFixture.NAME,
                        "email",
                        WorkerFixture.email("k" + n)));
    }

    private Run newest() {
        return fixture
                .store()
                .runs()
                .history("default", Optional.of(SALESFORCE), Optional.empty(), Optional.empty(), 5)
                .stream()
                .filter(run -> !run.kind().stored().equals("push"))
                .findFirst()
                .orElseThrow();
    }
}
