package io.recordsync.simulator.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.simulator.SimulatedOrg;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.Effect;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorFaultsTest {

    private static final String R1 = "/services/data/v66.0/sobjects/Contact/RecordsyncId__c/r1";
    private static final String ALICE = "{\"LastName\":\"Smith\",\"Email\":\"a@example.com\"}";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final SimulatedOrg org = new SimulatedOrg();
    private final Simulator salesforce = org.salesforce();
    private final TestClient client = org.salesforceClient();

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void aServerErrorHasTheVendorsBodyAndWritesNothing() {
        salesforce.faults().queue(new Fault.ServerError());

        assertThat(client.patch(R1, ALICE).status()).isBetween(500, 503);
        assertThat(salesforce.counts().serverErrors()).isEqualTo(1);
        assertThat(salesforce.store().journal()).isEmpty();
    }

    @Test
    void anInjectedLimitIsCountedApartFromTheQuotas() {
        salesforce.faults().queue(new Fault.LimitError(Duration.ofSeconds(2)));
        org.hubspot().faults().queue(new Fault.LimitError(Duration.ofSeconds(2)));

        Reply refused = client.patch(R1, ALICE);
        Reply tooMany = org.hubspotClient().get("/crm/v3/objects/contacts");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("ConcurrentPerOrgLongTxn Limit exceeded.");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.header("Retry-After")).isEqualTo("2");
        assertThat(salesforce.counts().injectedLimits()).isEqualTo(1);
        assertThat(org.hubspot().counts().overQuota()).isZero();
    }

    @Test
    void aHangOutlastsTheClientAndWritesNothing() {
        salesforce.faults().queue(new Fault.Hang(LONG));

        assertBroken(client.waitingAtMost(Duration.ofMillis(200)));
        assertThat(salesforce.store().journal()).isEmpty();
    }

    @Test
    void aBrokenConnectionWritesNothing() {
        salesforce.faults().queue(new Fault.Break(true), new Fault.Break(false));

        assertBroken(client);
        assertBroken(client);
        assertThat(salesforce.store().journal()).isEmpty();
        assertThat(client.patch(R1, ALICE).status()).isEqualTo(201);
    }

    @Test
    void aLostReplyComesAfterTheWrite() {
        salesforce.faults().queue(new Fault.LostReply(true));

        assertBroken(client);
        assertThat(salesforce.store().journal())
                .singleElement()
                .matches(entry -> entry.effect() == Effect.CREATE && entry.arrival() == Arrival.REPLY_LOST);
        assertThat(client.patch(R1, ALICE).status()).isEqualTo(200);
    }

    @Test
    void aLateWriteLandsAfterTheClientGaveUp() {
        salesforce.faults().queue(new Fault.LateWrite(LONG, LONG));

        assertBroken(client.waitingAtMost(Duration.ofSeconds(2)));
        assertThat(salesforce.store().journal()).isEmpty();
        assertThat(salesforce.counts().pendingWrites()).isEqualTo(1);
        assertThat(client.patch(R1, ALICE).status()).isEqualTo(201);
        org.close();
        assertThat(salesforce.store().journal()).hasSize(2).last().matches(entry -> entry.arrival() == Arrival.LATE);
        assertThat(salesforce.counts().pendingWrites()).isZero();
    }

    @Test
    void aScriptedReplyIsSentAsItIs() {
        salesforce.faults().queue(new Fault.Scripted(ApiReply.json(418, Map.of("a", 1))));

        assertThat(client.get(R1).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aRefusedRecordIsRefusedUntilItIsAccepted() {
        salesforce.faults().refuse("r1");
        Reply refused = client.patch(R1, ALICE);
        salesforce.faults().accept("r1");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("FIELD_CUSTOM_VALIDATION_EXCEPTION");
        assertThat(salesforce.store().journal())
                .singleElement()
                .matches(entry ->
                        entry.effect() == Effect.REFUSE && entry.externalId().equals("r1"));
        assertThat(client.patch(R1, ALICE).status()).isEqualTo(201);
    }

    @Test
    void anOutageAnswers503UntilItEnds() {
        salesforce.outage(true);
        assertThat(client.get(R1).status()).isEqualTo(503);
        salesforce.outage(false);

        assertThat(client.get(R1).status()).isEqualTo(404);
        assertThat(salesforce.counts().calls()).isEqualTo(2);
    }

    @Test
    void aSystemThatIsDownRefusesConnectionsAndComesBackAtItsAddress() {
        salesforce.down();
        assertBroken(client);
        assertThatThrownBy(() -> TestClient.to(salesforce.baseUrl()).get(R1))
                .hasRootCauseInstanceOf(ConnectException.class);
        salesforce.up();

        assertThat(client.get(R1).status()).isEqualTo(404);
    }

    @Test
    void expiredTokensAreRefusedAtOnce() {
        salesforce.expireTokens();

        assertThat(client.get(R1).status()).isEqualTo(401);
        assertThat(org.salesforceClient().get(R1).status()).isEqualTo(404);
    }

    @Test
    void theHookSeesEachCall() {
        AtomicInteger seen = new AtomicInteger();
        salesforce.beforeEach(request -> seen.incrementAndGet());

        client.get(R1);

        assertThat(seen).hasValue(1);
    }

    private static void assertBroken(TestClient client) {
        assertThatThrownBy(() -> client.patch(R1, ALICE)).isInstanceOf(UncheckedIOException.class);
    }
}
