package io.recordsync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.http.AccountIds;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a look at an account finds wrong, and how reads are asked for. */
class HubSpotCheckTest extends RequestFixture {

    private static final String FIELDS = "{'results':[{'name':'email'},{'name':'recordsync_id','hasUniqueValue':%s}]}";

    @Test
    void anAccountThatIsSetUpIsGood() {
        CheckReport checkup = checkup(FIELDS.formatted(true));

        assertThat(checkup.isGood()).isTrue();
        assertThat(finding(checkup, "permissions of contacts").sentence()).contains("write scope");
    }

    @Test
    void aPropertyThatIsMissingOrNotUniqueSaysTheStepThatMendsIt() {
        assertThat(finding(checkup("{'results':[]}"), "external id of contacts").sentence())
                .contains("is missing")
                .contains("Require unique values");
        assertThat(finding(checkup(FIELDS.formatted(false)), "external id of contacts")
                        .sentence())
                .contains("create it again");
    }

    @Test
    void aRefusedTokenEndsTheLook() {
        answer(401, "{'status':'error','category':'INVALID_AUTHENTICATION'}");

        CheckReport checkup = connector("v3").check(List.of("contacts"), SCOPE);

        assertThat(checkup.findings()).extracting(Finding::what).containsExactly("connection", "credentials");
        assertThat(finding(checkup, "credentials").good()).isFalse();
        assertThat(finding(checkup, "credentials").sentence()).contains("Renew it");
    }

    @Test
    void aMissingScopeIsSaidOfItsObjectAlone() {
        answer(403, "{'status':'error','category':'MISSING_SCOPES'}");
        answer(403, "{'status':'error','category':'MISSING_SCOPES'}");
        answer(200, "{'results':[]}");
        answer(200, FIELDS.formatted(true));

        CheckReport checkup = connector("v3").check(List.of("contacts", "deals"), SCOPE);

        assertThat(finding(checkup, "credentials").good()).isTrue();
        assertThat(finding(checkup, "permissions of contacts").good()).isFalse();
        assertThat(finding(checkup, "external id of deals").good()).isTrue();
    }

    @Test
    void anAccountThatDoesNotAnswerIsNoConnection() {
        server.close();

        CheckReport checkup = connector("v3").check(List.of("contacts"), SCOPE);

        assertThat(checkup.findings()).extracting(Finding::what).containsExactly("connection");
        assertThat(checkup.isGood()).isFalse();
    }

    @Test
    void anAnswerThatIsNotHubSpotsOwnIsNoConnection() {
        answer(404, "<html>not here</html>");

        CheckReport checkup = connector("v3").check(List.of("contacts"), SCOPE);

        assertThat(checkup.findings()).extracting(Finding::what).containsExactly("connection");
        assertThat(finding(checkup, "connection").sentence()).contains("Check the base URL");
    }

    @Test
    void aDatedVersionHasPropertiesAtAPathOfItsOwn() {
        answer(200, FIELDS.formatted(true));

        connector("2026-03").describe("contacts", SCOPE);

        assertThat(line(request())).isEqualTo("GET /crm/properties/2026-03/contacts");
    }

    @Test
    void aReadAsksForTheModifiedPropertyOfItsObject() {
        answer(200, "{'total':0,'results':[]}");
        answer(200, "{'total':0,'results':[]}");

        connector("v3").read(read("contacts", List.of("email")), SCOPE);
        connector("v3").read(read("deals", List.of()), SCOPE);

        assertThat(body(request()))
                .isEqualTo(json("{'filterGroups':[{'filters':[{'propertyName':'lastmodifieddate',"
                        + "'operator':'GTE','value':'0'}]}],"
                        + "'sorts':[{'propertyName':'lastmodifieddate','direction':'ASCENDING'}],"
                        + "'properties':['email','lastmodifieddate','recordsync_id'],'limit':100}"));
        assertThat(body(request()).toString()).contains("hs_lastmodifieddate");
    }

    @Test
    void aSearchCountsAgainstItsOwnQuotaToo() {
        answer(200, "{'total':0,'results':[]}");
        List<String> asked = new ArrayList<>();
        CallScope scope = new CallScope(SCOPE.deadline(), (quota, cost, deadline) -> {
            asked.add(quota.account());
            return Permit.UNCOUNTED;
        });

        connector("v3").read(read("contacts", List.of()), scope);

        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).isEqualTo(asked.getFirst() + ":search");
    }

    @Test
    void moreFieldsThanASearchTakesAreRefusedBeforeIt() {
        List<String> fields =
                IntStream.range(0, 300).mapToObj(i -> "property_" + i).toList();

        assertThat(failure(() -> connector("v3").read(read("contacts", fields), SCOPE))
                        .code())
                .isEqualTo("TOO_MANY_FIELDS");
        assertThat(server.getRequestCount()).isZero();
    }

    private CheckReport checkup(String properties) {
        answer(200, "{'results':[]}");
        answer(200, "{'results':[]}");
        answer(200, properties);
        return connector("v3").check(List.of("contacts"), SCOPE);
    }

    private HubSpotConnector connector(String version) {
        HubSpotSettings settings =
                new HubSpotSettings(baseUrl(), "pat-1", version, "recordsync_id", 100, 5, 250_000, Optional.of("1"));
        return new HubSpotConnector(
                HubSpotConnector.KIND, settings, http, AccountIds.inMemory(), InstantSource.system());
    }

    private static Read read(String object, List<String> fields) {
        return new Read(Read.Feed.CHANGES, object, fields, Cursor.BEGINNING, 100);
    }

    private static Finding finding(CheckReport checkup, String what) {
        return checkup.findings().stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow();
    }
}
