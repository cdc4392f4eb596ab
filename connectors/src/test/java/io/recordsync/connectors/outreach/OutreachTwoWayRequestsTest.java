package io.recordsync.connectors.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.TokenVault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests by which an Outreach that is read is written to, and by which records are read by their ids. */
class OutreachTwoWayRequestsTest extends RequestFixture {

    private static final String NONE = "{'data':[]}";
    private static final Match MATCH = new Match("email", "a@example.com");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");

    private OutreachConnector connector;

    @BeforeEach
    void connect() {
        OutreachSettings settings = OutreachSettings.of(baseUrl(), "app", "secret", "refresh");
        connector = new OutreachConnector(
                OutreachConnector.KIND, settings, http, TokenVault.inMemory(), InstantSource.system());
        answer(200, "{'access_token':'one','refresh_token':'r','expires_in':7200}");
    }

    @Test
    void aCreateShowsTheProspectThatItMakes() {
        answer(200, NONE);
        answer(201, one(7, "A1", "'emails':['a@example.com'],'title':null"));

        Outcome created = connector.write(creating(), SCOPE);

        assertThat(created)
                .isEqualTo(new Written(
                        Optional.of("7"), Effect.CREATED, Optional.of(record("7", "A1", content("a@example.com")))));
        assertThat(lines(3))
                .containsExactly(
                        "GET /api/v2/prospects?filter[emails]=a%40example.com&count=false", "POST /api/v2/prospects");
    }

    @Test
    void aCreateThatMeetsAProspectWritesNothingWhoeverHasIt() {
        answer(200, list(row(7, "", "'emails':['x@example.com','a@example.com'],'title':'Dr'")));
        answer(200, list(row(7, "B2", "'emails':['a@example.com'],'title':null")));
        answer(200, list(row(7, "A1", "'emails':['a@example.com'],'title':null")));

        Map<String, @Nullable Object> held = content("x@example.com");
        held.put("title", "Dr");
        assertThat(connector.write(inDoubt(creating()), SCOPE)).isEqualTo(new Linked(record("7", "", held)));
        assertThat(connector.write(creating(), SCOPE))
                .isEqualTo(new Linked(record("7", "B2", content("a@example.com"))));
        assertThat(connector.write(creating(), SCOPE))
                .isEqualTo(new Linked(record("7", "A1", content("a@example.com"))));
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void aCreateInDoubtWritesAllToTheProspectThatCarriesItsRecordId() {
        answer(200, list(row(7, "A1", "'emails':['a@example.com'],'title':'Dr'")));
        answer(200, one(7, "A1", "'emails':['a@example.com'],'title':null"));

        assertThat(connector.write(inDoubt(creating()), SCOPE))
                .isEqualTo(new Written(
                        Optional.of("7"), Effect.UPDATED, Optional.of(record("7", "A1", content("a@example.com")))));
        request();
        request();
        assertThat(body(request()))
                .isEqualTo(json("{'data':{'type':'prospect','id':7,'attributes':{'title':null,'externalId':'A1'}}}"));
    }

    @Test
    void aCreateWhoseAddressIsTakenByThenIsLinkedToTheProspectThatHasIt() {
        answer(200, NONE);
        answer(422, taken());
        answer(200, list(row(8, "B2", "'emails':['a@example.com'],'title':null")));

        assertThat(connector.write(creating(), SCOPE))
                .isEqualTo(new Linked(record("8", "B2", content("a@example.com"))));
    }

    @Test
    void aCreateWhoseAddressIsTakenByAProspectThatCannotBeSeenIsRefused() {
        answer(200, list(row(8, "", "'emails':['a@example.com'],'trashedAt':'2026-03-01T12:00:00Z'")));
        answer(422, taken());
        answer(200, NONE);

        ConnectorException refused = failure(() -> connector.write(creating(), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused.fields()).containsExactly("email");
        assertThat(refused).hasMessageContaining("which the rule's match did not find");
    }

    @Test
    void aCreateOfAnAccountMeetsTheOneWithItsCustomId() {
        answer(200, "{'data':[{'id':3,'attributes':{'name':'Acme','customId':'A1'}}]}");

        Outcome met = connector.write(
                create("accounts", new HashMap<>(Map.of("name", "Acme Ltd", "domain", "x")), MATCH), SCOPE);

        assertThat(met)
                .isEqualTo(new Linked(
                        new ReadRecord("3", Optional.of("A1"), Optional.empty(), false, Map.of("name", "Acme"))));
        assertThat(lines(2)).containsExactly("GET /api/v2/accounts?filter[customId]=A1&count=false");
    }

    @Test
    void anUpdateWithoutListsIsOneCall() {
        answer(200, one(7, "A1", "'emails':['a@example.com'],'title':null"));
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put("title", null);

        Outcome written = connector.write(update("prospects", "7", cleared, true), SCOPE);

        assertThat(written)
                .isEqualTo(new Written(Optional.of("7"), Effect.UPDATED, Optional.of(record("7", "A1", cleared))));
        request();
        RecordedRequest update = request();
        assertThat(line(update)).isEqualTo("PATCH /api/v2/prospects/7");
        assertThat(body(update)).isEqualTo(json("{'data':{'type':'prospect','id':7,'attributes':{'title':null}}}"));
    }

    @Test
    void anUpdateOfAnAddressReadsTheOthersAndWritesAllTogether() {
        answer(200, one(7, "", "'emails':['old@example.com','own@example.com'],'title':'Dr'"));
        answer(200, one(7, "A1", "'emails':['a@example.com','own@example.com'],'title':null"));

        connector.write(update("prospects", "7", content("a@example.com"), false), SCOPE);

        request();
        assertThat(line(request())).isEqualTo("GET /api/v2/prospects/7");
        assertThat(body(request()))
                .isEqualTo(json("{'data':{'type':'prospect','id':7,'attributes':{'title':null,'externalId':'A1',"
                        + "'emails':['a@example.com','own@example.com']}}}"));
    }

    @Test
    void anAddressThatIsThereAlreadyIsNotSent() {
        answer(200, one(7, "A1", "'emails':['A@Example.com']"));

        Outcome written =
                connector.write(update("prospects", "7", new HashMap<>(Map.of("email", "a@example.com")), true), SCOPE);

        assertThat(written)
                .isEqualTo(new Written(
                        Optional.of("7"),
                        Effect.UPDATED,
                        Optional.of(record("7", "A1", Map.of("email", "A@Example.com")))));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "404 | {'errors':[{'id':'resourceNotFound'}]} | ",
                "200 | {'data':{'id':7,'attributes':{'trashedAt':'2026-03-01T12:00:00Z'}}} | ",
                "200 | {'data':{'id':9,'attributes':{}}} | 9"
            })
    void anUpdateOfAProspectThatIsNotThereIsGone(int status, String answer, @Nullable String mergedInto) {
        answer(status, answer);
        answer(status, answer);
        Gone gone = new Gone(Optional.ofNullable(mergedInto));

        assertThat(connector.write(update("prospects", "7", new HashMap<>(Map.of("title", "Dr")), true), SCOPE))
                .isEqualTo(gone);
        assertThat(connector.write(update("prospects", "7", content("a@example.com"), true), SCOPE))
                .isEqualTo(gone);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void anUpdateWhoseAddressIsTakenNamesTheFieldAndLinksNothing() {
        answer(200, one(7, "A1", "'emails':['old@example.com']"));
        answer(422, taken());

        ConnectorException refused =
                failure(() -> connector.write(update("prospects", "7", content("a@example.com"), true), SCOPE));

        assertThat(refused.code()).isEqualTo("EMAIL_TAKEN");
        assertThat(refused.fields()).containsExactly("email");
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void aRefusalNamesTheFieldsThatOutreachNames() {
        answer(
                422,
                "{'errors':[{'id':'validationError','source':{'pointer':'/data/attributes/score'}},"
                        + "{'id':'validationError','source':{'pointer':'/data/attributes/workPhones'}}]}");

        assertThat(failure(() -> connector.write(
                                update("prospects", "7", new HashMap<>(Map.of("score", "x")), true), SCOPE))
                        .fields())
                .containsExactlyInAnyOrder("score", "workPhone");
    }

    @Test
    void writesOfABatchAreMadeInTheirOrder() {
        answer(404, "{'errors':[{'id':'resourceNotFound'}]}");
        answer(200, list(row(8, "", "'emails':['a@example.com'],'title':null")));
        answer(204, "");
        Write update = new Write(
                Operation.UPDATE,
                "prospects",
                "A2",
                Optional.of("5"),
                Map.of("title", "Dr"),
                Optional.empty(),
                1,
                false);

        assertThat(connector.writeAll(List.of(update, creating(), delete("prospects", "A3", Optional.of("6"))), SCOPE))
                .containsExactly(
                        new Gone(Optional.empty()),
                        new Linked(record("8", "", content("a@example.com"))),
                        new Written(Optional.of("6"), Effect.DELETED));
    }

    @Test
    void prospectsAreFoundByTheirIdsInOneCall() {
        answer(
                200,
                list(
                        row(9, "", "'emails':[],'trashedAt':null"),
                        row(7, "A1", "'emails':['a@example.com'],'title':null,'trashedAt':null"),
                        row(8, "", "'emails':['b@example.com'],'trashedAt':'2026-03-01T12:00:00Z'")));

        List<ReadRecord> found =
                connector.find("prospects", List.of("email", "title"), List.of("7", "8", "9", "x"), SCOPE);

        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("email", null);
        assertThat(found).containsExactly(record("9", "", nothing), record("7", "A1", content("a@example.com")));
        assertThat(lines(2))
                .containsExactly("GET /api/v2/prospects?filter[id]=7%2C8%2C9&page[size]=250&count=false"
                        + "&fields[prospect]=emails%2Ctitle%2CexternalId%2CupdatedAt%2CtrashedAt");
    }

    @Test
    void recordsOfOtherIdsAndFurtherPagesAreNoAnswer() {
        answer(200, list(row(8, "", "'emails':[]")));
        answer(200, "{'data':[],'links':{'next':'http://x/api/v2/prospects?page[after]=y'}}");

        for (int i = 0; i < 2; i++) {
            ConnectorException failure =
                    failure(() -> connector.find("prospects", List.of("email"), List.of("7"), SCOPE));
            assertThat(failure.code()).isEqualTo("FILTER_IGNORED");
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        }
    }

    private static Write creating() {
        return create("prospects", content("a@example.com"), MATCH);
    }

    /** An address, and no title. */
    private static Map<String, @Nullable Object> content(String email) {
        Map<String, @Nullable Object> content = new HashMap<>(Map.of("email", email));
        content.put("title", null);
        return content;
    }

    private static ReadRecord record(String id, String recordId, Map<String, @Nullable Object> content) {
        return new ReadRecord(id, Optional.of(recordId), Optional.of(NOON), false, content);
    }

    private static String row(int id, String recordId, String attributes) {
        return String.format(
                Locale.ROOT,
                "{'type':'prospect','id':%d,'attributes':{'externalId':%s,'updatedAt':'%s',%s}}",
                id,
                recordId.isEmpty() ? "null" : "'" + recordId + "'",
                NOON,
                attributes);
    }

    private static String one(int id, String recordId, String attributes) {
        return "{'data':%s}".formatted(row(id, recordId, attributes));
    }

    private static String list(String... rows) {
        return "{'data':[%s]}".formatted(String.join(",", rows));
    }

    private static String taken() {
        return "{'errors':[{'id':'validationError','detail':'Contacts email hash has already been taken.',"
                + "'source':{'pointer':'/data'}}]}";
    }

    /** The next requests after the one for a token, of so many in all, with brackets as people write them. */
    private List<String> lines(int requests) {
        request();
        return IntStream.range(1, requests)
                .mapToObj(i -> line(request()).replace("%5B", "[").replace("%5D", "]"))
                .toList();
    }
}
