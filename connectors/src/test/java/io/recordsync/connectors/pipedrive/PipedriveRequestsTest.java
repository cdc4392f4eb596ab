package io.recordsync.connectors.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.AccountIds;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PipedriveRequestsTest extends PipedriveFixture {

    @Test
    void aCreateLooksForTheRecordIdThenTheMatchThenAmongTheNewest() {
        answersFields();
        answersHits();
        answersHits();
        answersList();
        answer(201, "{'success':true,'data':{'id':7}}");

        assertThat(effect(connector().write(ann(), counted))).isEqualTo(Effect.CREATED);

        assertThat(request().getTarget()).isEqualTo("/api/v2/personFields?limit=500");
        RecordedRequest byRecordId = request();
        assertThat(byRecordId.getHeaders().get("x-api-token")).isEqualTo("secret");
        assertThat(byRecordId.getUrl().encodedPath()).isEqualTo("/api/v2/persons/search");
        assertThat(byRecordId.getUrl().queryParameter("term")).isEqualTo("A1");
        assertThat(byRecordId.getUrl().queryParameter("fields")).isEqualTo("custom_fields");
        assertThat(byRecordId.getUrl().queryParameter("exact_match")).isEqualTo("true");
        RecordedRequest byMatch = request();
        assertThat(byMatch.getUrl().queryParameter("term")).isEqualTo("ann@example.com");
        assertThat(byMatch.getUrl().queryParameter("fields")).isEqualTo("email");
        RecordedRequest newest = request();
        assertThat(newest.getUrl().queryParameter("sort_by")).isEqualTo("add_time");
        assertThat(newest.getUrl().queryParameter("sort_direction")).isEqualTo("desc");
        RecordedRequest create = request();
        assertThat(line(create)).isEqualTo("POST /api/v2/persons");
        assertThat(body(create))
                .isEqualTo(json(("{'name':'Ann','emails':[{'value':'ann@example.com','primary':true,'label':'work'}],"
                                + "'custom_fields':{'%s':'A1'}}")
                        .formatted(KEY)));
    }

    @Test
    void eachCallCostsItsTokensAndASearchItsOwnWindowToo() {
        answersFields();
        answersHits();
        answersHits(5);
        answersOne(person(5, "", "ann@example.com"));
        answersOne(person(5, "A1", "ann@example.com"));
        answersOne("{'id':5}");
        PipedriveConnector connector = connector();

        connector.write(ann(), counted);
        connector.write(delete("persons", "A1", Optional.of("5")), counted);

        assertThat(asked)
                .containsExactly(
                        "tokens 10", "tokens 20", "search", "tokens 20", "search", "tokens 1", "tokens 5", "tokens 3");
    }

    @Test
    void aHitThatIsOnlyLikeIsNotTaken() {
        answersFields();
        answersHits(3, 4);
        answersList(person(3, "a1", "x@example.com"), person(4, "", "y@example.com"));
        answersHits(3);
        answersOne(person(3, "a1", "joann@example.com"));
        answersList();
        answersOne("{'id':7}");

        assertThat(effect(connector().write(ann(), SCOPE))).isEqualTo(Effect.CREATED);
        assertThat(lines(requests()).get(1)).contains("ids=3%2C4");
    }

    @Test
    void whatTheSearchDoesNotKnowYetIsFoundAmongTheNewest() {
        answersFields();
        answersHits();
        answersHits();
        answersList(person(8, "B2", "b@example.com"), person(9, "A1", "ann@example.com"));
        answersOne(person(9, "A1", "ann@example.com"));

        assertThat(((Written) connector().write(ann(), SCOPE)).externalId()).contains("9");
        assertThat(line(requests().getLast())).isEqualTo("PATCH /api/v2/persons/9");
    }

    @Test
    void whereTheSearchIsTrustedTheNewestAreNotAskedFor() {
        answersFields();
        answersHits();
        answersHits();
        answersOne("{'id':7}");

        connector(0).write(ann(), SCOPE);

        assertThat(requests()).hasSize(3);
    }

    @Test
    void theFieldsAreAskedForOnce() {
        answersFields();
        answersOne(person(5, "A1", "ann@example.com"));
        answersOne(person(5, "A1", "ann@example.com"));
        PipedriveConnector connector = connector();

        connector.write(ann(Optional.of("5"), Map.of()), SCOPE);
        connector.write(ann(Optional.of("5"), Map.of()), SCOPE);

        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void anotherPrimaryAddressLeavesTheOthersAlone() {
        answersFields();
        answersOne(person(5, "A1", "old@example.com", "private@example.com"));
        answersOne(person(5, "A1", "ann@example.com", "private@example.com"));

        connector().write(ann(Optional.of("5"), Map.of()), SCOPE);

        List<RecordedRequest> requests = requests();
        assertThat(body(requests.getFirst()).has("emails")).isFalse();
        assertThat(body(requests.getLast()))
                .isEqualTo(json("{'emails':[{'value':'ann@example.com','primary':true,'label':'home'},"
                        + "{'value':'private@example.com','primary':false,'label':'home'}]}"));
    }

    @Test
    void aClearedAddressMakesTheNextOnePrimary() {
        answersFields();
        answersOne(person(5, "A1", "ann@example.com", "private@example.com"));
        answersOne(person(5, "A1", "private@example.com"));
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put("email", null);

        connector().write(ann(Optional.of("5"), cleared), SCOPE);

        assertThat(body(requests().getLast()).path("emails"))
                .isEqualTo(json("[{'value':'private@example.com','primary':true,'label':'home'}]"));
    }

    @Test
    void customFieldsGoByNameOrKeyInTheFormOfTheirType() {
        answersFields();
        answersOne(person(5, "A1", "ann@example.com"));
        Map<String, @Nullable Object> more =
                new HashMap<>(Map.of("contact_type", "lead", SCORE_KEY, "12.50", "segments", "3,4", "org_id", "12"));
        more.put("phone", "");

        connector().write(ann(Optional.of("5"), more), SCOPE);

        JsonNode body = body(requests().getFirst());
        assertThat(body.path("org_id").isIntegralNumber()).isTrue();
        JsonNode custom = body.path("custom_fields");
        assertThat(custom.path(TYPE_KEY).asString()).isEqualTo("lead");
        assertThat(custom.path(SCORE_KEY).decimalValue()).isEqualByComparingTo("12.5");
        assertThat(custom.path(SEGMENTS_KEY)).isEqualTo(json("[3,4]"));
        assertThat(custom.path(KEY).asString()).isEqualTo("A1");
    }

    @Test
    void whatIsEmptyClearsAndIsNotSentToANewRecord() {
        answersFields();
        answersOne(person(5, "A1", "ann@example.com"));
        answersHits();
        answersHits();
        answersList();
        answersOne("{'id':7}");
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put("contact_type", null);
        PipedriveConnector connector = connector();

        connector.write(ann(Optional.of("5"), cleared), SCOPE);
        connector.write(ann(Optional.empty(), cleared), SCOPE);

        List<RecordedRequest> requests = requests();
        assertThat(body(requests.getFirst())
                        .path("custom_fields")
                        .path(TYPE_KEY)
                        .isNull())
                .isTrue();
        assertThat(body(requests.getLast()).path("custom_fields").has(TYPE_KEY)).isFalse();
    }

    @Test
    void aFieldThatIsNotThereIsTheRulesFault() {
        answersFields();

        ConnectorException refused =
                failure(() -> connector().write(ann(Optional.of("5"), Map.of("contact_tipe", "x")), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused).hasMessageContaining("contact_tipe");
    }

    @Test
    void twoFieldsOfOneNameAreNotGuessedBetween() {
        answerFields(
                field("name", "Name", "varchar", false),
                field("email", "Email", "varchar", false),
                field(KEY, "recordsync id", "varchar", true),
                field(TYPE_KEY, "Tier", "varchar", true),
                field(SCORE_KEY, "tier", "varchar", true));

        assertThat(failure(() -> connector().write(ann(Optional.of("5"), Map.of("tier", "x")), SCOPE)))
                .hasMessageContaining("2 fields")
                .hasMessageContaining("API key");
    }

    @Test
    void aMissingRecordIdFieldIsTheAccountsFaultAndSaysHowToMakeIt() {
        answerFields(field("name", "Name", "varchar", false), field("email", "Email", "varchar", false));

        ConnectorException refused = failure(() -> connector().write(ann(), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        assertThat(refused)
                .hasMessageContaining("Company settings > Data fields > Person")
                .hasMessageContaining("recordsync id");
    }

    @Test
    void aMatchByACustomFieldIsComparedInThatField() {
        answersFields();
        answersHits();
        answersHits(6);
        answersOne("{'id':6,'custom_fields':{'%s':'lead','%s':null}}".formatted(TYPE_KEY, KEY));
        answersOne("{'id':6}");
        Write write = new Write(
                Operation.UPSERT,
                "persons",
                "A1",
                Optional.empty(),
                Map.of("name", "Ann"),
                Optional.of(new Match("contact_type", "lead")));

        assertThat(effect(connector().write(write, SCOPE))).isEqualTo(Effect.LINKED);
        assertThat(requests().get(1).getUrl().queryParameter("fields")).isEqualTo("custom_fields");
    }

    @Test
    void aMatchByWhatCannotBeSearchedIsRefused() {
        answersFields();
        answersHits();
        Write write = new Write(
                Operation.UPSERT,
                "persons",
                "A1",
                Optional.empty(),
                Map.of("name", "Ann"),
                Optional.of(new Match("org_id", "5")));

        assertThat(failure(() -> connector().write(write, SCOPE)).code()).isEqualTo("UNSEARCHABLE");
    }

    @Test
    void severalRecordsWithOneRecordIdAreForAPersonToMergeAndAllGoWithADelete() {
        answersFields();
        answersHits(3, 4);
        answersList(person(3, "A1", "ann@example.com"), person(4, "A1", "ann@example.com"));
        answersHits(3, 4);
        answersList(person(3, "A1", "ann@example.com"), person(4, "A1", "ann@example.com"));
        answersOne("{'id':3}");
        answersOne("{'id':4}");
        PipedriveConnector connector = connector();

        assertThat(failure(() -> connector.write(ann(), SCOPE))).hasMessageContaining("(3, 4)");
        assertThat(effect(connector.write(delete("persons", "A1", Optional.empty()), SCOPE)))
                .isEqualTo(Effect.DELETED);
        assertThat(lines(requests())).endsWith("DELETE /api/v2/persons/3", "DELETE /api/v2/persons/4");
    }

    @Test
    void fieldsOfContactSyncAreTheRulesFaultWhereTheCompanyHasNone() {
        answersFields();
        answer(403, "{'success':false,'error':'forbidden'}");

        ConnectorException refused =
                failure(() -> connector().write(ann(Optional.of("5"), Map.of("job_title", "x")), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused).hasMessageContaining("Contact Sync");
    }

    @Test
    void aRefusalNamesOurFieldsAndNothingElseOfItsText() {
        answersFields();
        answer(
                400,
                "{'success':false,'error':'%s.x: secretvalue is bad','code':'ERR_SCHEMA_VALIDATION_FAILED'}"
                        .formatted(TYPE_KEY));

        ConnectorException refused =
                failure(() -> connector().write(ann(Optional.of("5"), Map.of("contact_type", "x")), SCOPE));

        assertThat(refused).hasMessageContaining("on contact_type").hasMessageNotContaining("secretvalue");
    }

    @Test
    void aWriteThatAGatewayGaveUpOnIsInDoubt() {
        answersFields();
        answer(502, "<html>");
        answer(504, "<html>");
        PipedriveConnector connector = connector();

        for (int i = 0; i < 2; i++) {
            assertThat(failure(() -> connector.write(ann(Optional.of("5"), Map.of()), SCOPE))
                            .inDoubt())
                    .isTrue();
        }
    }

    @Test
    void anObjectThatIsNoneIsToldWithThoseThereAre() {
        assertThat(failure(() -> connector().write(delete("Contact", "A1", Optional.empty()), SCOPE)))
                .hasMessageContaining("persons, organizations, deals");
    }

    @Test
    void aRecordThatWasDeletedIsLookedUpAnew() {
        answersFields();
        answersOne(person(5, "A1", "ann@example.com").replace("'is_deleted':false", "'is_deleted':true"));
        answersHits();
        answersHits();
        answersList();
        answersOne("{'id':7}");

        assertThat(effect(connector().write(ann(Optional.of("5"), Map.of()), SCOPE)))
                .isEqualTo(Effect.CREATED);
    }

    @Test
    void anAddressBeginsWithTheCompanysPages() {
        assertThat(connector().recordUrl("persons", "5")).isEqualTo(baseUrl() + "/person/5");
        assertThat(new PipedriveConnector(
                                PipedriveConnector.KIND,
                                PipedriveSettings.of(PipedriveSettings.DEFAULT_BASE_URL, "t"),
                                http,
                                AccountIds.inMemory(),
                                InstantSource.system())
                        .recordUrl("deals", "5"))
                .isEqualTo("https://app.pipedrive.com/deal/5");
    }
}
