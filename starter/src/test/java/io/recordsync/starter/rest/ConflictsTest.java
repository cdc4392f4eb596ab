package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.cli.LinkCommand;
import io.recordsync.starter.cli.ResolveCommand;
import io.recordsync.starter.cli.StatusCommand;
import io.recordsync.starter.cli.UnlinkCommand;
import io.recordsync.starter.rest.Api.Answer;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Sources;
import io.recordsync.workflows.Resolve;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** Conflicts and links through the REST API and the command line. */
@TestInstance(Lifecycle.PER_CLASS)
class ConflictsTest {

    private static final String TOPIC = "conflict-events";
    private static final Duration SOON = Duration.ofMinutes(1);

    /** Represents personal data in conflicts. */
    private static final String MARKER = "marker-4712";

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;
    private @Nullable Api api;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of());
        api = new Api(starter.port());
    }

    @AfterAll
    void stop() {
        api.close();
        starter.close();
    }

    @Test
    void theStatusShowsWhatThereIsToDecideWithoutTheValues() {
        conflict("S1", "email", Kind.ASK);

        Answer answer = api.get("/v1/sync/status/S1");

        assertThat(answer.at("/conflicts/0/system")).isEqualTo("salesforce");
        assertThat(answer.at("/conflicts/0/field")).isEqualTo("email");
        assertThat(answer.at("/conflicts/0/kind")).isEqualTo("ask");
        assertThat(answer.at("/conflicts/0/since")).endsWith("Z");
        assertThat(answer.text()).doesNotContain(MARKER);
        assertThat(ask(new StatusCommand(), 0, "S1").lines())
                .anyMatch(line -> line.startsWith("Conflict of email at salesforce (ask) since "))
                .contains("  To decide it: recordsync resolve S1 salesforce email --take ours|theirs");
    }

    @Test
    void aDecisionReachesTheWorkflow() {
        conflict("R1", "email", Kind.ASK);

        Answer answer = api.post("/v1/sync/resolve/R1?system=salesforce&field=email&take=theirs&reason=they+called");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.at("/workflowId")).isEqualTo("sync/default/contact/R1");
        awaitTold("R1", "resolve " + new Resolve("salesforce", "email", "theirs", "person/api", "they called"));
    }

    @Test
    void theCommandResolveSaysWhatIsNeededAndDecides() {
        conflict("R2", "email", Kind.ASK);

        assertThat(ask(new ResolveCommand(), 3, "R2", "salesforce"))
                .contains("Open are: email at salesforce (ask)")
                .contains("recordsync resolve R2 salesforce email --take ours|theirs");
        assertThat(ask(new ResolveCommand(), 0, "R2", "salesforce", "email", "--take", "ours"))
                .isEqualTo(
                        "sync/default/contact/R2 was signalled: The record's value of email at salesforce counts from"
                                + " now on.");
        awaitTold("R2", "resolve " + new Resolve("salesforce", "email", "ours", "person/api", null));
    }

    @Test
    void whatCannotBeDecidedIsRefusedWithASentence() {
        conflict("R3", "phone", Kind.UNREADABLE);
        conflict("R4", "*", Kind.AMBIGUOUS);

        Answer unreadable = api.post("/v1/sync/resolve/R3?system=salesforce&take=theirs");
        assertThat(unreadable.status()).isEqualTo(409);
        assertThat(unreadable.at("/detail")).contains("not of the field's type").contains("Correct it there");
        Answer ambiguous = api.post("/v1/sync/resolve/R4?system=salesforce&take=theirs");
        assertThat(ambiguous.status()).isEqualTo(409);
        assertThat(ambiguous.at("/detail")).contains("command link", "unlink");
        assertThat(api.post("/v1/sync/resolve/R3?system=salesforce&take=mine").status())
                .isEqualTo(400);
        assertThat(api.post("/v1/sync/resolve/R3?system=hubspot&take=ours").status())
                .isEqualTo(409);
        assertThat(api.post("/v1/sync/resolve/R99?system=salesforce&take=ours").status())
                .isEqualTo(404);
    }

    @Test
    void severalConflictsNeedTheFieldsName() {
        conflict("R5", "email", Kind.ASK);
        conflict("R5", "phone", Kind.ASK);

        Answer answer = api.post("/v1/sync/resolve/R5?system=salesforce&take=ours");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/detail")).contains("email at salesforce (ask), phone at salesforce (ask)");
    }

    @Test
    void aDecisionThatWasMadeIsAnsweredByIt() {
        Conflict conflict = conflict("R6", "email", Kind.ASK);
        store().conflicts().close(new Row(conflict.place(), "contact"), List.of("email"), "theirs", "person/api");

        Answer answer = api.post("/v1/sync/resolve/R6?system=salesforce&field=email&take=ours");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/note")).contains("was closed at").contains("theirs, by person/api");
        assertThat(api.post("/v1/sync/resolve/R6?system=salesforce&field=phone&take=ours")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aRowIsLinkedAndTheRecordThatWasMadeOfItIsDeleted() {
        record("L1", "crm");
        RecordKey minted = record("salesforce-L2", Sources.ofSystem("salesforce"));
        row("row-L2", minted.recordId());

        assertThat(ask(new LinkCommand(), 0, "L1", "salesforce", "row-L2"))
                .contains("The row row-L2 of salesforce is the record's now")
                .contains("the record salesforce-L2, which was made of it, is deleted");

        awaitTold("L1", "changed 2");
        awaitTold("salesforce-L2", "changed 2");
        assertThat(api.post("/v1/sync/link/L1?system=salesforce&external_id=row-L2")
                        .at("/note"))
                .contains("was the record's before");
        assertThat(api.post("/v1/sync/link/L1?system=salesforce&external_id=row-0")
                        .status())
                .isEqualTo(404);
        assertThat(api.post("/v1/sync/link/L99?system=salesforce&external_id=row-L2")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aRowOfARecordThatHasMoreIsNotTakenFromIt() {
        record("L3", "crm");
        RecordKey other = record("L4", "crm");
        row("row-L4", other.recordId());

        Answer refused = api.post("/v1/sync/link/L3?system=salesforce&external_id=row-L4");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail")).contains("recordsync unlink L4 salesforce");

        assertThat(ask(new UnlinkCommand(), 0, "L4", "salesforce")).contains("is no record's now");
        assertThat(api.post("/v1/sync/unlink/L4?system=salesforce").status()).isEqualTo(404);
        assertThat(api.post("/v1/sync/link/L3?system=salesforce&external_id=row-L4")
                        .status())
                .isEqualTo(200);
    }

    private RecordKey record(String id, String source) {
        RecordKey key = new RecordKey("default", "contact", id);
        store().acceptance()
                .accept(List.of(new Change(
                        source + id,
                        key,
                        source,
                        Change.Operation.CREATE,
                        Change.Form.SNAPSHOT,
                        null,
                        Map.of("email", MARKER),
                        source + id)));
        return key;
    }

    private Counterpart row(String externalId, String recordId) {
        RowPlace place = new RowPlace("default", "salesforce", "Contact", externalId);
        Counterpart row = Counterpart.of(place, "contact").with(draft -> draft.recordId(Optional.of(recordId)));
        store().counterparts().write(List.of(row), 1);
        return row;
    }

    private Conflict conflict(String recordId, String path, Kind kind) {
        record(recordId, "crm");
        RowPlace place = row("row-" + recordId, recordId).place();
        boolean isOfRow = kind == Kind.AMBIGUOUS;
        Conflict conflict = new Conflict(
                place,
                "contact",
                path,
                isOfRow ? Optional.empty() : Optional.of(recordId),
                kind,
                Map.of(),
                isOfRow ? List.of(recordId, "other") : MARKER,
                MARKER);
        store().conflicts().open(List.of(conflict));
        return conflict;
    }

    private Store store() {
        return starter.bean(Store.class);
    }

    private static void awaitTold(String id, String what) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of(id)).contains(what));
    }

    private String ask(Callable<Integer> command, int exitCode, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--api", String.format(Locale.ROOT, "http://localhost:%d", starter.port())));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isEqualTo(exitCode);
        return out.toString().strip();
    }
}
