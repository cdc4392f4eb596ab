package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which record a row is, on the real ledger. Each test has a tenant of its own. */
class IdentityTest {

    private static final String RULES = """
            name: identity
            routes: {contact: [a]}
            merge: {contact: {match: [email, phone]}}
            systems:
              a:
                entities:
                  contact:
                    object: Contact
                    read: %s
                    fields:
                      Name: record.name
                      Email: {value: record.email, type: email}
                      Phone: {value: record.phone, type: phone, region: US}
            """;

    /** In what a row shows: our record id. */
    private static final String RECORD_ID = "#";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static @Nullable PrivatePostgres postgres;
    private static @Nullable Store store;

    private final String tenant = "t" + NUMBER.incrementAndGet();
    private Readings readings = readings("{every: 5m}");

    @BeforeAll
    static void startPostgres() throws IOException {
        PrivatePostgres started = PrivatePostgres.start();
        postgres = started;
        store = Store.open(started.dataSource());
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        Objects.requireNonNull(postgres).close();
    }

    @Test
    void aRowThatWasGoneIsItsRecordsRowAgain() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));
        goes("a1");

        assertThat(read(row("a1", carrying("k1", "Ann", "ann@x.com"))).verdicts())
                .containsExactly(Verdict.LATER);
        long before = image("k1").revision();
        Read again = byId(row("a1", carrying("k1", "Ann", "ann@x.com")));

        assertThat(again.verdicts()).containsExactly(Verdict.UNCHANGED);
        assertThat(counterpart("a1").isGone()).isFalse();
        assertThat(counterpart("a1").recordId()).contains("k1");
        assertThat(image("k1").revision()).isEqualTo(before + 1);
        assertThat(again.changed()).containsExactly(key("k1"));
    }

    @Test
    void aRowThatWasGoneBringsItsDeletedRecordBackWhole() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));
        deletes("k1");
        goes("a1");

        assertThat(byId(row("a1", carrying("k1", "Ann", "ann@x.com"))).verdicts())
                .containsExactly(Verdict.CREATED);
        assertThat(image("k1").deleted()).isFalse();
        assertThat(image("k1").fields()).containsEntry("name", "Ann").containsEntry("email", "ann@x.com");
    }

    @Test
    void anExternalIdThatIsGivenOutAgainIsAnotherRecord() {
        makes("a1", nobodys("Ann", "ann@x.com"));
        assertThat(counterpart("a1").recordId()).contains("a-a1");
        read(row("a1", carrying("a-a1", "Ann", "ann@x.com")));
        assertThat(counterpart("a1").carried()).isTrue();
        goes("a1");

        assertThat(byId(row("a1", nobodys("Bob", "bob@x.com"))).verdicts()).containsExactly(Verdict.CREATED);
        assertThat(counterpart("a1").recordId()).contains("a-a1~1");
        assertThat(image("a-a1").fields()).containsEntry("name", "Ann");
        assertThat(image("a-a1~1").fields()).containsEntry("name", "Bob");
    }

    @Test
    void aRowThatWasGoneIsNotItsRecordsIfThatHasAnotherRow() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));
        goes("a1");
        assertThat(read(row("a2", carrying("k1", "Ann", "ann@x.com"))).verdicts())
                .containsExactly(Verdict.LINKED);

        assertThat(byId(row("a1", carrying("k1", "Ann", "ann@x.com"))).verdicts())
                .containsExactly(Verdict.AMBIGUOUS);
        assertThat(counterpart("a2").recordId()).contains("k1");
        assertThat(ambiguous("a1")).isEqualTo(List.of("k1"));
    }

    @Test
    void anAnswerFromBeforeTheRowWentDoesNotBringItBack() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));
        SeenRow stale = seen(row("a1", carrying("k1", "Ann", "ann@x.com")), now(), true);
        goes("a1");

        assertThat(accept(List.of(stale)).verdicts()).containsExactly(Verdict.LATER);
        assertThat(counterpart("a1").isGone()).isTrue();
    }

    @Test
    void aRowThatLostTheRecordIdIsStillTheRecordsIfItsMatchIsWhatWeKnow() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));

        assertThat(read(row("a1", nobodys("Anna", "ann@x.com"))).again()).containsExactly(new Again("a1", Why.LATER));
        assertThat(byId(row("a1", nobodys("Anna", "ann@x.com"))).verdicts()).containsExactly(Verdict.UPDATED);
        assertThat(counterpart("a1").carried()).isFalse();
        assertThat(image("k1").fields()).containsEntry("name", "Anna");
    }

    @Test
    void aRowThatCarriesAnotherRecordsIdIsStillTheRecordsIfItMatchesThatAlone() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));

        assertThat(byId(row("a1", carrying("k2", "Anna", "ann@x.com"))).verdicts())
                .containsExactly(Verdict.UPDATED);
        assertThat(image("k1").fields()).containsEntry("name", "Anna");
        assertThat(counterpart("a1").carried()).isFalse();
    }

    @Test
    void aRowThatIsAnothersByNowIsToldAsGone() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));
        Read read = byId(row("a1", carrying("k2", "Bob", "bob@x.com")));

        assertThat(read.verdicts()).containsExactly(Verdict.LATER);
        assertThat(read.again()).containsExactly(new Again("a1", Why.GONE));
        assertThat(image("k1").fields()).containsEntry("name", "Ann");
    }

    @Test
    void aRowOfNobodyIsRecognisedByTheFirstPathThatAnyRecordHas() {
        producer("k1", Map.of("name", "Ann", "email", "Ann@X.com", "phone", "555.000.0001"));
        producer("k2", Map.of("name", "Bob", "phone", "555.000.0002"));

        Map<String, @Nullable Object> both = nobodys("Ann", "ann@x.com");
        both.put("Phone", "(555) 000-0002");
        assertThat(read(row("a1", both)).verdicts()).containsExactly(Verdict.LINKED);
        assertThat(counterpart("a1").recordId()).contains("k1");

        Map<String, @Nullable Object> byPhone = nobodys("Bob", null);
        byPhone.put("Phone", "+1 555 000 0002");
        assertThat(read(row("a2", byPhone)).verdicts()).containsExactly(Verdict.LINKED);
        assertThat(counterpart("a2").recordId()).contains("k2");
    }

    @Test
    void aRowThatSeveralRecordsMatchIsAmbiguousUntilOneIsLeft() {
        producer("k1", Map.of("name", "Ann", "email", "ann@x.com"));
        producer("k2", Map.of("name", "Ann", "email", "ann@x.com"));

        Read first = read(row("a1", nobodys("Ann", "ann@x.com")));
        assertThat(first.verdicts()).containsExactly(Verdict.AMBIGUOUS);
        assertThat(first.again()).containsExactly(new Again("a1", Why.AMBIGUOUS));
        assertThat(ambiguous("a1")).isEqualTo(List.of("k1", "k2"));
        assertThat(counterpart("a1").recordId()).isEmpty();
        assertThat(counterpart("a1").rowHash()).isEmpty();

        deletes("k2");
        assertThat(byId(row("a1", nobodys("Ann", "ann@x.com"))).verdicts()).containsExactly(Verdict.LINKED);
        assertThat(counterpart("a1").recordId()).contains("k1");
        assertThat(conflicts("a1")).isEmpty();
    }

    @Test
    void aRowThatMatchesARecordWithAnotherRowIsAmbiguous() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));

        assertThat(read(row("a2", nobodys("Ann", "ann@x.com"))).verdicts()).containsExactly(Verdict.AMBIGUOUS);
        assertThat(ambiguous("a2")).isEqualTo(List.of("k1"));
        assertThat(image("a-a2").revision()).isZero();
    }

    @Test
    void aRecordIsRecognisedByWhatItHasNowAndNotByWhatItHad() {
        makes("a1", nobodys("Ann", "ann@x.com"));
        read(row("a1", nobodys("Ann", "ann@y.com")));
        goes("a1");

        assertThat(read(row("a2", nobodys("Ann", "ann@x.com"))).verdicts()).containsExactly(Verdict.CREATED);
        assertThat(read(row("a3", nobodys("Ann", "ann@y.com"))).verdicts()).containsExactly(Verdict.LINKED);
        assertThat(counterpart("a3").recordId()).contains("a-a1");
    }

    @Test
    void aSystemThatCreatesNothingLinksWhatMatchesAndKeepsTheOthersOut() {
        readings = readings("{every: 5m, creates: false}");
        producer("k1", Map.of("name", "Ann", "email", "ann@x.com"));

        assertThat(read(row("a1", nobodys("Ann", "ann@x.com")), row("a2", nobodys("Bob", "bob@x.com")))
                        .verdicts())
                .containsExactly(Verdict.LINKED, Verdict.NOT_WANTED);
        assertThat(counterpart("a2").recordId()).isEmpty();
        assertThat(counterpart("a2").rowHash()).isPresent();
        assertThat(read(row("a2", nobodys("Bob", "bob@x.com"))).verdicts()).containsExactly(Verdict.UNCHANGED);

        producer("k2", Map.of("name", "Bob", "email", "bob@x.com"));
        assertThat(byId(row("a2", nobodys("Bob", "bob@x.com"))).verdicts()).containsExactly(Verdict.LINKED);
    }

    @Test
    void ofTwoRowsOfOneRecordInAPageTheLinkedOneKeepsIt() {
        makes("a2", carrying("k1", "Ann", "ann@x.com"));

        Read page = read(row("a1", carrying("k1", "Ann", "ann@x.com")), row("a2", carrying("k1", "Anna", "ann@x.com")));
        assertThat(page.verdicts()).containsExactly(Verdict.AMBIGUOUS, Verdict.UPDATED);
        assertThat(counterpart("a2").recordId()).contains("k1");

        Read both = read(row("b1", nobodys("Bob", "bob@x.com")), row("b2", carrying("a-b1", "Bob", "bob@x.com")));
        assertThat(both.verdicts()).containsExactly(Verdict.CREATED, Verdict.AMBIGUOUS);
        assertThat(ambiguous("b2")).isEqualTo(List.of("a-b1"));
    }

    @Test
    void aMintedIdOfARecordWithAnotherRowIsAmbiguous() {
        readings = readings("{every: 5m}\n        id: found.Name");
        makes("a1", nobodys("Ann", "ann@x.com"));

        assertThat(read(row("a2", nobodys("Ann", "other@x.com"))).verdicts()).containsExactly(Verdict.AMBIGUOUS);
        assertThat(ambiguous("a2")).isEqualTo(List.of("Ann"));
    }

    @Test
    void aRowThatAPageShowsInTwoStatesIsJudgedByNeither() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));

        assertThat(read(row("a1", carrying("k1", "Bob", "ann@x.com")), row("a1", carrying("k1", "Eve", "ann@x.com")))
                        .verdicts())
                .containsExactly(Verdict.AMBIGUOUS, Verdict.AMBIGUOUS);
        assertThat(counterpart("a1").recordId()).contains("k1");
        assertThat(image("k1").fields()).containsEntry("name", "Ann");
        assertThat(read(row("a1", carrying("k1", "Eve", "ann@x.com")), row("a1", carrying("k1", "Eve", "ann@x.com")))
                        .verdicts())
                .containsExactly(Verdict.UPDATED, Verdict.UPDATED);
        assertThat(conflicts("a1")).isEmpty();
    }

    @Test
    void aCopyWithTheIdOfADeletedRecordIsAmbiguous() {
        producer("k1", Map.of("name", "Ann", "email", "ann@x.com"));
        deletes("k1");

        assertThat(byId(row("a1", carrying("k1", "Ann", "ann@x.com"))).verdicts())
                .containsExactly(Verdict.AMBIGUOUS);
        assertThat(image("k1").deleted()).isTrue();
        assertThat(ambiguous("a1")).isEqualTo(List.of("k1"));
    }

    @Test
    void whatTheLedgerDoesNotTakeIsAConflictAndIsToldAgain() {
        makes("a1", carrying("k1", "Ann", "ann@x.com"));
        Read read = read(row("a1", carrying("k1", "x".repeat(1_000_001), "ann@x.com")));

        assertThat(read.verdicts()).containsExactly(Verdict.CONFLICT);
        assertThat(read.again()).containsExactly(new Again("a1", Why.NOT_TAKEN));
        assertThat(conflicts("a1")).extracting(Conflict::kind).containsExactly(Kind.NOT_TAKEN);
        assertThat(image("k1").fields()).containsEntry("name", "Ann");

        assertThat(read(row("a1", carrying("k1", "Anna", "ann@x.com"))).verdicts())
                .containsExactly(Verdict.UPDATED);
        assertThat(conflicts("a1")).isEmpty();
    }

    @Test
    void aHostileRowIsPassedOverAndTheOthersOfItsPageAreAccepted() {
        Read page = read(
                row("a1", nobodys("null \0 character", "a@x.com")),
                row("x".repeat(256), nobodys("long id", "b@x.com")),
                row("null \0", nobodys("null in id", "c@x.com")),
                row("a4", carrying("y".repeat(256), "long record id", "d@x.com")),
                row("a5", nobodys("Ann", "ann@x.com")));

        assertThat(page.verdicts())
                .containsExactly(
                        Verdict.UNREADABLE,
                        Verdict.UNREADABLE,
                        Verdict.UNREADABLE,
                        Verdict.UNREADABLE,
                        Verdict.CREATED);
        assertThat(accept("n".repeat(999), List.of(seen(row("a6", nobodys("Bob", "bob@x.com")), now(), false)))
                        .verdicts())
                .containsExactly(Verdict.UNREADABLE);
        assertThat(page.again()).isEmpty();
    }

    @Test
    void aPersonWhoIsNewInTwoPagesAtTheSameTimeBecomesOneRecord() throws Exception {
        Page one = page("one", List.of(seen(row("a1", nobodys("Ann", "ann@x.com")), now(), false)));
        Page other = page("other", List.of(seen(row("a2", nobodys("Ann", "ann@x.com")), now(), false)));
        CompletableFuture<Read> second = new CompletableFuture<>();

        Read first = readings.accept(one, () -> {}, read -> {
            second.completeAsync(() -> readings.accept(other));
            awaitEndOrLock(second);
        });

        assertThat(first.verdicts()).containsExactly(Verdict.CREATED);
        assertThat(second.get().verdicts()).containsExactly(Verdict.AMBIGUOUS);
        assertThat(ambiguous("a2")).isEqualTo(List.of("a-a1"));
    }

    private static void awaitEndOrLock(Future<?> work) {
        JdbcClient database = JdbcClient.create(Objects.requireNonNull(postgres).dataSource());
        long waiting = 0;
        while (!work.isDone() && waiting == 0) {
            waiting = database.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                    .query(Long.class)
                    .single();
        }
    }

    @Test
    void whatIsCalledFirstEndsThePageAndWhatIsCalledLastSeesItsResult() {
        Page page = page("fenced", List.of(seen(row("a1", nobodys("Ann", "ann@x.com")), now(), false)));

        assertThatThrownBy(() -> readings.accept(
                        page,
                        () -> {
                            throw new IllegalStateException("taken over");
                        },
                        read -> {}))
                .hasMessage("taken over");
        assertThatThrownBy(() -> readings.accept(page, () -> {}, read -> {
                    assertThat(read.verdicts()).containsExactly(Verdict.CREATED);
                    throw new IllegalStateException("cursor");
                }))
                .hasMessage("cursor");
        assertThat(image("a-a1").revision()).isZero();
        assertThat(readings.accept(page).counts().taken()).isEqualTo(3);
    }

    private static Readings readings(String read) {
        return new Readings(store(), RuleSet.parse(RULES.formatted(read), "test"));
    }

    private static Store store() {
        return Objects.requireNonNull(store);
    }

    private void producer(String id, Map<String, @Nullable Object> fields) {
        change(id, Operation.CREATE, fields);
    }

    private void deletes(String id) {
        change(id, Operation.DELETE, Map.of());
    }

    /** With the keys by which its record is recognised, as they are noted where the rules are known. */
    private void change(String id, Operation operation, Map<String, @Nullable Object> fields) {
        String unique = "kafka:crm/0@" + NUMBER.incrementAndGet();
        store().acceptance()
                .recognising(new MatchKeys(store(), RuleSet.parse(RULES.formatted("{every: 5m}"), "test")))
                .accept(List.of(new Change(unique, key(id), "crm", operation, Form.SNAPSHOT, null, fields, unique)));
    }

    private void makes(String externalId, Map<String, @Nullable Object> shown) {
        assertThat(read(row(externalId, shown)).verdicts()).containsExactly(Verdict.CREATED);
    }

    private void goes(String externalId) {
        Counterpart gone = counterpart(externalId).with(draft -> draft.gone(Optional.of(now()), Optional.empty()));
        store().counterparts().write(List.of(gone), store().hashes().get().keyId());
    }

    private Read read(ReadRecord... rows) {
        Instant asked = now();
        return accept(Arrays.stream(rows).map(row -> seen(row, asked, false)).toList());
    }

    private Read byId(ReadRecord... rows) {
        Instant asked = now();
        return accept(Arrays.stream(rows).map(row -> seen(row, asked, true)).toList());
    }

    private Read accept(List<SeenRow> rows) {
        return accept("run/" + NUMBER.incrementAndGet(), rows);
    }

    private Read accept(String name, List<SeenRow> rows) {
        return readings.accept(page(name, rows));
    }

    private Page page(String name, List<SeenRow> rows) {
        return new Page(tenant, "a", "contact", "Contact", name, rows);
    }

    private static SeenRow seen(ReadRecord row, Instant asked, boolean byId) {
        return new SeenRow(row, asked, byId, Optional.of(Duration.ZERO));
    }

    private static ReadRecord row(String externalId, Map<String, @Nullable Object> shown) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(shown);
        Optional<String> recordId =
                Optional.ofNullable(content.remove(RECORD_ID)).map(Object::toString);
        return new ReadRecord(externalId, recordId, Optional.empty(), false, content);
    }

    private static Map<String, @Nullable Object> nobodys(String name, @Nullable String email) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("Name", name);
        shown.put("Email", email);
        shown.put("Phone", null);
        return shown;
    }

    private static Map<String, @Nullable Object> carrying(String recordId, String name, String email) {
        Map<String, @Nullable Object> shown = nobodys(name, email);
        shown.put(RECORD_ID, recordId);
        return shown;
    }

    private Instant now() {
        return store().standings().now();
    }

    private RecordKey key(String id) {
        return new RecordKey(tenant, "contact", id);
    }

    private Image image(String id) {
        return store().acceptance().lock(List.of(key(id))).getOrDefault(key(id), Image.none(key(id)));
    }

    private Counterpart counterpart(String externalId) {
        return Objects.requireNonNull(
                store().counterparts().at(List.of(place(externalId))).get(place(externalId)));
    }

    private List<Conflict> conflicts(String externalId) {
        return store().conflicts()
                .openAt(List.of(new Row(place(externalId), "contact")))
                .getOrDefault(place(externalId), List.of());
    }

    /** The records that an ambiguous row may be. */
    private Object ambiguous(String externalId) {
        Conflict conflict = conflicts(externalId).getFirst();
        assertThat(conflict.kind()).isEqualTo(Kind.AMBIGUOUS);
        return Objects.requireNonNull(conflict.ours());
    }

    private RowPlace place(String externalId) {
        return new RowPlace(tenant, "a", "Contact", externalId);
    }
}
