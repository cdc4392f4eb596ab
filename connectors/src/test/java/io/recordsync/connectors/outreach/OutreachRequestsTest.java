package io.recordsync.connectors.outreach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.TokenVault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutreachRequestsTest extends RequestFixture {

    private static final String NONE = "{'data':[]}";
    private static final String SAVED = "{'data':{'type':'prospect','id':7,'attributes':{'emails':['a@example.com']}}}";
    private static final Match MATCH = new Match("email", "a@example.com");

    private final TokenVault vault = TokenVault.inMemory();
    private OutreachConnector connector;

    @BeforeEach
    void connect() {
        connector = connector("first-token");
    }

    @Test
    void theTokenIsAskedForWithTheNewestRefreshToken() {
        token("one", "second-token");
        answer(401, "{}");
        token("two", "third-token");
        answer(200, NONE);
        answer(201, SAVED);

        connector.write(prospect("a@example.com"), SCOPE);

        RecordedRequest login = request();
        assertThat(line(login)).isEqualTo("POST /oauth/token");
        assertThat(login.getBody().utf8().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=refresh_token",
                        "refresh_token=first-token",
                        "redirect_uri=https%3A%2F%2Fexample.com%2Fback",
                        "client_id=app",
                        "client_secret=sec%3Dret");
        request();
        assertThat(request().getBody().utf8()).contains("refresh_token=second-token");
        assertThat(request().getHeaders().get("Authorization")).isEqualTo("Bearer two");
    }

    @Test
    void anotherProcessGoesOnWithWhatIsKeptAndARefreshTokenThatIsSetAnewBeginsAnew() {
        token("one", "second-token");
        answer(204, "");
        answer(204, "");
        token("two", "other-token");
        answer(204, "");

        connector.write(delete("prospects", "A1", Optional.of("7")), SCOPE);
        connector("first-token").write(delete("prospects", "A1", Optional.of("7")), SCOPE);
        connector("new-token").write(delete("prospects", "A1", Optional.of("7")), SCOPE);

        request();
        request();
        assertThat(shown(request())).isEqualTo("DELETE /api/v2/prospects/7");
        assertThat(request().getBody().utf8()).contains("refresh_token=new-token");
    }

    @Test
    void noMoreThanOneTokenAMinuteIsAskedForByAllTogether() {
        List<Quota> asked = new ArrayList<>();
        CallScope scope = new CallScope(Deadline.in(Duration.ofSeconds(60)), (quota, cost, deadline) -> {
            asked.add(quota);
            if (quota.account().endsWith(":tokens")) {
                throw new CallDeferredException("one was asked for already", Duration.ofSeconds(50));
            }
            return Permit.UNCOUNTED;
        });

        assertThatThrownBy(() -> connector.write(prospect("a@example.com"), scope))
                .isInstanceOfSatisfying(
                        CallDeferredException.class,
                        deferred -> assertThat(deferred.waitTime()).hasSeconds(50));
        assertThat(asked.getFirst().windows()).containsExactly(new Quota.Window(1, Duration.ofMinutes(1)));
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aTokenThatIsRefusedForItsFrequencyIsALimit() {
        answer(429, "{'errors':[{'id':'rateLimitExceeded','title':'x','detail':'y'}]}");

        assertThat(failure(() -> connector.write(prospect("a@example.com"), SCOPE))
                        .kind())
                .isEqualTo(ErrorKind.RATE_LIMITED);
    }

    @Test
    void aNewProspectIsLookedUpAndThenCreatedAsJsonApi() {
        token("one", "r");
        answer(200, NONE);
        answer(201, SAVED);
        Map<String, Object> content = new HashMap<>(Map.of("firstName", "Ann", "email", "a@example.com", "score", 7));
        content.put("title", null);
        content.put("workPhone", "");
        content.put("externalId", "x");

        Outcome written = connector.write(upsert("prospects", "A1", content, MATCH), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of("7"), Effect.CREATED));
        request();
        assertThat(shown(request())).isEqualTo("GET /api/v2/prospects?filter[emails]=a%40example.com&count=false");
        RecordedRequest create = request();
        assertThat(line(create)).isEqualTo("POST /api/v2/prospects");
        assertThat(create.getHeaders().get("Content-Type")).isEqualTo("application/vnd.api+json");
        assertThat(create.getHeaders().get("Accept")).isEqualTo("application/vnd.api+json");
        assertThat(body(create))
                .isEqualTo(json("{'data':{'type':'prospect','attributes':{'firstName':'Ann','score':7,"
                        + "'emails':['a@example.com'],'externalId':'A1'}}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'a,b@example.com', newFilterSyntax=true&filter[emails][]=a%2Cb%40example.com",
        "a..b@example.com, newFilterSyntax=true&filter[emails][]=a..b%40example.com",
        "__null__, newFilterSyntax=true&filter[emails][]=__null__",
        "inf, newFilterSyntax=true&filter[emails][]=inf",
        "a+b&c=d@example.com, filter[emails]=a%2Bb%26c%3Dd%40example.com"
    })
    void aValueThatAFilterWouldTakeForMoreIsSentInTheOtherForm(String value, String query) {
        token("one", "r");
        answer(200, NONE);

        connector.write(deleteMatching(value), SCOPE);

        request();
        assertThat(shown(request())).isEqualTo("GET /api/v2/prospects?" + query + "&count=false");
    }

    @Test
    void aPersonsOtherAddressesAndPhonesAreKept() {
        token("one", "r");
        answer(
                200,
                "{'data':{'id':7,'attributes':{'emails':['old@example.com','own@example.com','a@example.com'],"
                        + "'workPhones':['1','2'],'homePhones':['3']}}}");
        answer(200, SAVED);
        Map<String, Object> content = new HashMap<>(Map.of("email", "a@example.com", "workPhone", "1"));
        content.put("homePhone", null);

        connector.write(known("7", content), SCOPE);

        request();
        RecordedRequest first = request();
        assertThat(line(first)).isEqualTo("PATCH /api/v2/prospects/7");
        assertThat(body(first)).isEqualTo(json("{'data':{'type':'prospect','id':7,'attributes':{'externalId':'A1'}}}"));
        assertThat(body(request()))
                .isEqualTo(json("{'data':{'type':'prospect','id':7,'attributes':"
                        + "{'emails':['a@example.com','own@example.com'],'homePhones':[]}}}"));
    }

    @Test
    void anAddressThatDiffersInCaseAloneIsNoChange() {
        token("one", "r");
        answer(200, SAVED);

        connector.write(known("7", Map.of("email", "A@Example.com")), SCOPE);

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aNewAddressThatAnotherHasNamesTheOther() {
        token("one", "r");
        answer(200, "{'data':{'id':7,'attributes':{'emails':['old@example.com']}}}");
        answer(422, taken());
        answer(200, "{'data':[{'id':8,'attributes':{'emails':['a@example.com'],'externalId':'B2'}}]}");

        ConnectorException refused =
                failure(() -> connector.write(known("7", Map.of("email", "a@example.com")), SCOPE));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused.code()).isEqualTo("EMAIL_TAKEN");
        assertThat(refused).hasMessageContaining("The matching record 8");
    }

    @Test
    void aCreateThatMeetsAnotherOneIsLinkedToIt() {
        token("one", "r");
        answer(200, NONE);
        answer(422, taken());
        answer(200, "{'data':[{'id':8,'attributes':{'emails':['x@example.com','a@example.com'],'externalId':null}}]}");
        answer(200, SAVED);

        assertThat(connector.write(prospect("a@example.com"), SCOPE))
                .isEqualTo(new Written(Optional.of("8"), Effect.LINKED));
    }

    @Test
    void aCreateThatMeetsOneWhichCannotBeSeenIsRefused() {
        token("one", "r");
        answer(200, NONE);
        answer(422, taken());
        answer(200, NONE);

        assertThat(failure(() -> connector.write(prospect("a@example.com"), SCOPE)))
                .hasMessageContaining("which the rule's match did not find");
    }

    @Test
    void aRecordThatIsGoneBeforeItIsLinkedIsTriedAgain() {
        token("one", "r");
        answer(200, "{'data':[{'id':8,'attributes':{'emails':['a@example.com']}}]}");
        answer(404, "{'errors':[{'id':'resourceNotFound'}]}");

        assertThat(failure(() -> connector.write(prospect("a@example.com"), SCOPE))
                        .kind())
                .isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void aLookUpThatFindsAnotherValueWritesNothing() {
        token("one", "r");
        answer(200, "{'data':[{'id':8,'attributes':{'emails':['another@example.com']}}]}");

        ConnectorException ignored = failure(() -> connector.write(prospect("a@example.com"), SCOPE));

        assertThat(ignored.code()).isEqualTo("FILTER_IGNORED");
        assertThat(ignored.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aNewProspectWithoutAnAddressIsRefusedBeforeAnyCall() {
        Write nameless = new Write(Operation.UPSERT, "prospects", "A1", Optional.empty(), Map.of(), Optional.empty());

        ConnectorException refused = failure(() -> connector.write(nameless, SCOPE));

        assertThat(refused.code()).isEqualTo("NO_MATCH");
        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused).hasMessageContaining("A1").hasMessageContaining("e-mail address");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void anObjectThatIsNoneIsRefusedBeforeAnyCall() {
        assertThat(failure(() -> connector.write(upsert("mailings", "A1", Map.of(), MATCH), SCOPE))
                        .code())
                .isEqualTo("INVALID_NAME");
    }

    @ParameterizedTest
    @CsvSource({"500, HTTP_500", "502, HTTP_502", "504, HTTP_504"})
    void aCreateThatAGatewayAnsweredIsInDoubt(int status, String code) {
        token("one", "r");
        answer(200, NONE);
        answer(status, "<html>marker</html>");

        ConnectorException failure = failure(() -> connector.write(prospect("a@example.com"), SCOPE));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.inDoubt()).isTrue();
    }

    @Test
    void anAccountIsFoundByItsCustomIdBeforeItsMatch() {
        token("one", "r");
        answer(200, NONE);
        answer(200, "{'data':[{'id':3,'attributes':{'domain':'acme.com','customId':''}}]}");
        answer(200, "{'data':{'id':3,'attributes':{}}}");

        Outcome written = connector.write(
                upsert("accounts", "A,1", Map.of("name", "Acme"), new Match("domain", "acme.com")), SCOPE);

        assertThat(written).isEqualTo(new Written(Optional.of("3"), Effect.LINKED));
        request();
        assertThat(shown(request()))
                .isEqualTo("GET /api/v2/accounts?newFilterSyntax=true&filter[customId][]=A%2C1&count=false");
        assertThat(shown(request())).isEqualTo("GET /api/v2/accounts?filter[domain]=acme.com&count=false");
        assertThat(body(request()))
                .isEqualTo(json("{'data':{'type':'account','id':3,'attributes':{'name':'Acme','customId':'A,1'}}}"));
    }

    @Test
    void aDeleteByItsMatchLeavesAnothersRecordAlone() {
        token("one", "r");
        answer(200, "{'data':[{'id':8,'attributes':{'emails':['a@example.com'],'externalId':'B2'}}]}");

        assertThat(connector.write(deleteMatching("a@example.com"), SCOPE))
                .isEqualTo(new Written(Optional.empty(), Effect.ABSENT));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    private OutreachConnector connector(String refreshToken) {
        OutreachSettings settings = new OutreachSettings(
                baseUrl(),
                "app",
                "sec=ret",
                refreshToken,
                Optional.of("https://example.com/back"),
                10_000,
                Optional.empty());
        return new OutreachConnector(OutreachConnector.KIND, settings, http, vault, InstantSource.system());
    }

    private void token(String access, String refresh) {
        answer(
                200,
                "{'access_token':'%s','refresh_token':'%s','expires_in':7200,'token_type':'Bearer','created_at':1}"
                        .formatted(access, refresh));
    }

    private static String taken() {
        return "{'errors':[{'id':'validationError','detail':'Contacts email hash has already been taken.',"
                + "'source':{'pointer':'/data'}}]}";
    }

    private static Write prospect(String email) {
        return upsert("prospects", "A1", Map.of("email", email), new Match("email", email));
    }

    private static Write known(String id, Map<String, Object> content) {
        return new Write(Operation.UPSERT, "prospects", "A1", Optional.of(id), content, Optional.of(MATCH));
    }

    private static Write deleteMatching(String email) {
        return new Write(
                Operation.DELETE,
                "prospects",
                "A1",
                Optional.empty(),
                Map.of(),
                Optional.of(new Match("email", email)));
    }

    /** With the brackets of its parameters as people write them. */
    private static String shown(RecordedRequest request) {
        return line(request).replace("%5B", "[").replace("%5D", "]");
    }
}
