package io.recordsync.connectors.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests by which a Pipedrive that is read is written to, and by which records are read by their ids. */
class PipedriveTwoWayRequestsTest extends PipedriveFixture {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String LEAD = "'custom_fields':{'%s':'lead',".formatted(TYPE_KEY);

    @Test
    void aCreateShowsThePersonThatItMakes() {
        answersFields();
        answersHits();
        answersHits();
        answersList();
        answer(201, "{'success':true,'data':%s}".formatted(lead(7, "A1", "ann@example.com")));

        assertThat(connector().write(creating(), SCOPE))
                .isEqualTo(new Written(
                        Optional.of("7"),
                        Effect.CREATED,
                        Optional.of(record("7", "A1", content("ann@example.com", "lead")))));
        assertThat(requests()).hasSize(4);
    }

    @Test
    void aCreateThatMeetsAPersonWithItsRecordIdWritesNothing() {
        answersFields();
        answersHits(5);
        answersOne(person(5, "A1", "ann@example.com"));
        answersOne(lead(5, "A1", "ann@example.com"));

        assertThat(connector().write(creating(), SCOPE))
                .isEqualTo(new Linked(record("5", "A1", content("ann@example.com", "lead"))));
        assertThat(lines(requests())).endsWith("GET /api/v2/persons/5?custom_fields=" + KEY + "%2C" + TYPE_KEY);
    }

    @Test
    void aCreateThatMeetsAPersonByItsMatchWritesNothingWhoeverHasIt() {
        answersFields();
        for (String recordId : List.of("", "B2")) {
            answersHits();
            answersHits(5);
            answersOne(person(5, recordId, "ann@example.com"));
            answersOne(lead(5, recordId, "ann@example.com"));
        }
        PipedriveConnector connector = connector();

        assertThat(connector.write(inDoubt(creating()), SCOPE))
                .isEqualTo(new Linked(record("5", "", content("ann@example.com", "lead"))));
        assertThat(connector.write(creating(), SCOPE))
                .isEqualTo(new Linked(record("5", "B2", content("ann@example.com", "lead"))));
        assertThat(lines(requests())).allMatch(line -> line.startsWith("GET "));
    }

    @Test
    void aCreateInDoubtWritesAllToItsOwnPerson() {
        answersFields();
        answersHits(5);
        answersOne(person(5, "A1", "ann@example.com"));
        answersOne(lead(5, "A1", "ann@example.com"));

        assertThat(connector().write(inDoubt(creating()), SCOPE))
                .isEqualTo(new Written(
                        Optional.of("5"),
                        Effect.UPDATED,
                        Optional.of(record("5", "A1", content("ann@example.com", "lead")))));
        RecordedRequest update = requests().getLast();
        assertThat(line(update)).isEqualTo("PATCH /api/v2/persons/5");
        assertThat(body(update)).isEqualTo(json("{'custom_fields':{'%s':'A1','%s':'lead'}}".formatted(KEY, TYPE_KEY)));
    }

    @Test
    void aCreateThatMatchesSeveralPersonsIsRefused() {
        answersFields();
        answersHits();
        answersHits(5, 6);
        answersList(person(5, "B1", "ann@example.com"), person(6, "B2", "ann@example.com"));

        assertThat(failure(() -> connector().write(creating(), SCOPE)).kind()).isEqualTo(ErrorKind.PERMANENT);
    }

    @Test
    void aPersonThatIsGoneBeforeItIsShownIsLookedUpLater() {
        answersFields();
        answersHits(5);
        answersOne(person(5, "A1", "ann@example.com"));
        answer(404, "{'success':false,'error':'x'}");

        assertThat(failure(() -> connector().write(creating(), SCOPE)).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void anUpdateWithoutEntriesIsOneCall() {
        answersFields();
        answersOne("{'id':5,'update_time':'2026-03-01T12:00:00Z','custom_fields':{'%s':'A1','%s':null}}"
                .formatted(KEY, TYPE_KEY));
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put("contact_type", null);

        assertThat(connector().write(update("persons", "5", cleared, true), SCOPE))
                .isEqualTo(new Written(Optional.of("5"), Effect.UPDATED, Optional.of(record("5", "A1", cleared))));
        RecordedRequest update = requests().getFirst();
        assertThat(line(update)).isEqualTo("PATCH /api/v2/persons/5");
        assertThat(body(update)).isEqualTo(json("{'custom_fields':{'%s':null}}".formatted(TYPE_KEY)));
    }

    @Test
    void anUpdateOfAnAddressReadsTheOthersAndWritesAllTogether() {
        answersFields();
        answersOne(person(5, "", "old@example.com", "private@example.com"));
        answersOne(lead(5, "A1", "ann@example.com", "private@example.com"));

        connector().write(update("persons", "5", content("ann@example.com", "lead"), false), counted);

        List<RecordedRequest> requests = requests();
        assertThat(lines(requests))
                .containsExactly(
                        "GET /api/v2/persons/5?custom_fields=" + KEY + "%2C" + TYPE_KEY, "PATCH /api/v2/persons/5");
        assertThat(body(requests.getLast()))
                .isEqualTo(json(("{'custom_fields':{'%s':'A1','%s':'lead'},'emails':"
                                + "[{'value':'ann@example.com','primary':true,'label':'home'},"
                                + "{'value':'private@example.com','primary':false,'label':'home'}]}")
                        .formatted(KEY, TYPE_KEY)));
        assertThat(asked).containsExactly("tokens 10", "tokens 1", "tokens 5");
    }

    @Test
    void anAddressThatIsThereAlreadyIsNotSent() {
        answersFields();
        answersOne(person(5, "A1", "Ann@Example.com"));

        assertThat(connector()
                        .write(update("persons", "5", new HashMap<>(Map.of("email", "ann@example.com")), true), SCOPE))
                .isEqualTo(new Written(
                        Optional.of("5"),
                        Effect.UPDATED,
                        Optional.of(record("5", "A1", Map.of("email", "Ann@Example.com")))));
        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "404 | {'success':false,'error':'x'} | ",
                "410 | {'success':false,'error':'x'} | ",
                "200 | {'success':true,'data':{'id':5,'is_deleted':true}} | ",
                "200 | {'success':true,'data':{'id':9,'is_deleted':false}} | 9"
            })
    void anUpdateOfAPersonThatIsNotThereIsGone(int status, String answer, @Nullable String mergedInto) {
        answersFields();
        answer(status, answer);
        answer(status, answer);
        Gone gone = new Gone(Optional.ofNullable(mergedInto));
        PipedriveConnector connector = connector();

        assertThat(connector.write(update("persons", "5", new HashMap<>(Map.of("name", "Ann")), true), SCOPE))
                .isEqualTo(gone);
        assertThat(connector.write(update("persons", "5", content("ann@example.com", "lead"), true), SCOPE))
                .isEqualTo(gone);
        assertThat(lines(requests()))
                .satisfiesExactly(
                        patch -> assertThat(patch).startsWith("PATCH"),
                        get -> assertThat(get).startsWith("GET"));
    }

    @Test
    void aRefusalNamesTheFieldsByTheirNamesInRules() {
        answersFields();
        answer(
                400,
                "{'success':false,'error':'%s and emails are bad','code':'ERR_SCHEMA_VALIDATION_FAILED'}"
                        .formatted(TYPE_KEY));
        answer(403, "{'success':false,'error':'forbidden'}");
        PipedriveConnector connector = connector();
        Map<String, @Nullable Object> content = new HashMap<>(Map.of("contact_type", "x", "job_title", "y"));

        ConnectorException invalid = failure(() -> connector.write(update("persons", "5", content, true), SCOPE));
        ConnectorException contactSync = failure(() -> connector.write(update("persons", "5", content, true), SCOPE));

        assertThat(invalid.fields()).containsExactly("contact_type");
        assertThat(contactSync.fields()).containsExactly("job_title");
    }

    @Test
    void writesOfABatchAreMadeInTheirOrder() {
        answersFields();
        answer(404, "{'success':false,'error':'x'}");
        answersHits(5);
        answersOne(person(5, "A1", "ann@example.com"));
        answersOne(lead(5, "A1", "ann@example.com"));
        answersOne("{'id':6}");
        Write update = new Write(
                Operation.UPDATE, "persons", "A2", Optional.of("4"), Map.of("name", "B"), Optional.empty(), 1, false);

        List<Outcome> outcomes =
                connector().writeAll(List.of(update, creating(), delete("persons", "A3", Optional.of("6"))), SCOPE);

        assertThat(outcomes)
                .containsExactly(
                        new Gone(Optional.empty()),
                        new Linked(record("5", "A1", content("ann@example.com", "lead"))),
                        new Written(Optional.of("6"), Effect.DELETED));
    }

    @Test
    void personsAreFoundByTheirIdsInOneCall() {
        answersFields();
        answersList(
                person(3, "").replace("'is_deleted':false", "'is_deleted':true"),
                lead(2, "A1", "ann@example.com", "b@example.com"),
                person(4, ""));

        List<ReadRecord> found =
                connector().find("persons", List.of("email", "contact_type"), List.of("4", "2", "3", "5", "x"), SCOPE);

        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("email", null);
        assertThat(found)
                .containsExactly(record("2", "A1", content("ann@example.com", "lead")), record("4", "", nothing));
        assertThat(requests()).singleElement().satisfies(request -> {
            assertThat(request.getUrl().encodedPath()).isEqualTo("/api/v2/persons");
            assertThat(request.getUrl().queryParameter("ids")).isEqualTo("2,3,4,5");
            assertThat(request.getUrl().queryParameter("limit")).isEqualTo("100");
            assertThat(request.getUrl().queryParameter("custom_fields")).isEqualTo(KEY + "," + TYPE_KEY);
        });
    }

    @Test
    void aPersonThatWasMergedIsToldWhereTheOtherOneNamesIt() {
        answersFields();
        answersList(person(9, "B2").replace("'id':9", "'id':9,'merge_what_id':5"));

        assertThat(connector().find("persons", List.of(), List.of("5", "6"), SCOPE))
                .containsExactly(ReadRecord.merged("5", "9"));
    }

    @Test
    void recordsOfOtherIdsAndFurtherPagesAreNoAnswer() {
        answersFields();
        answersList(person(9, "B2"));
        answersPage("next", person(5, "B2"));
        PipedriveConnector connector = connector();

        for (int i = 0; i < 2; i++) {
            assertThat(failure(() -> connector.find("persons", List.of(), List.of("5"), SCOPE))
                            .kind())
                    .isEqualTo(ErrorKind.UNAVAILABLE);
        }
    }

    @Test
    void dealsThatNoListHasAreLookedForAmongTheArchivedOnes() {
        answerFields(field("title", "Title", "varchar", false), field(KEY, "Recordsync ID", "varchar", true));
        answersList("{'id':1,'title':'One','is_deleted':false,'custom_fields':{}}");
        answersList("{'id':2,'title':'Two','is_archived':true,'is_deleted':false,'custom_fields':{}}");

        List<ReadRecord> found = connector().find("deals", List.of("title"), List.of("1", "2", "3"), counted);

        assertThat(found).extracting(ReadRecord::externalId).containsExactly("1", "2");
        RecordedRequest archived = requests().getLast();
        assertThat(archived.getUrl().encodedPath()).isEqualTo("/api/v2/deals/archived");
        assertThat(archived.getUrl().queryParameter("ids")).isEqualTo("2,3");
        assertThat(asked).containsExactly("tokens 10", "tokens 10", "tokens 20");
    }

    @Test
    void ofMoreCustomFieldsThanAListTakesAllAreAskedFor() {
        List<String> keys =
                IntStream.range(0, 15).mapToObj(i -> "f".repeat(38) + (10 + i)).toList();
        answerFields(IntStream.range(0, 16)
                .mapToObj(i -> i == 15
                        ? field(KEY, "Recordsync ID", "varchar", true)
                        : field(keys.get(i), "Field " + i, "varchar", true))
                .toArray(String[]::new));
        answersList();

        connector().find("persons", keys, List.of("5"), SCOPE);

        assertThat(requests().getFirst().getUrl().queryParameter("custom_fields"))
                .isNull();
    }

    private static Write creating() {
        return create("persons", content("ann@example.com", "lead"), BY_EMAIL);
    }

    private static Map<String, @Nullable Object> content(String email, String type) {
        return new HashMap<>(Map.of("email", email, "contact_type", type));
    }

    private static String lead(int id, String recordId, String... emails) {
        return person(id, recordId, emails).replace("'custom_fields':{", LEAD);
    }

    private static ReadRecord record(String id, String recordId, Map<String, @Nullable Object> content) {
        return new ReadRecord(id, Optional.of(recordId), Optional.of(NOON), false, content);
    }
}
