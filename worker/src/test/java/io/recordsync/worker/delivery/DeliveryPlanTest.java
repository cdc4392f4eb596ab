package io.recordsync.worker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Claim;
import io.recordsync.worker.delivery.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.DeliveryPlan.Send;
import io.recordsync.worker.delivery.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.DeliveryPlan.Unrouted;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryPlanTest {

    private static final RuleSet RULES = RuleSet.preset("default");
    private static final RuleSet DELETING = rules("onTypeChange: keep", "onTypeChange: delete");
    private static final Map<String, Object> LEAD =
            Map.of("type", "lead", "last_name", "Doe", "email", "doe@example.com");
    private static final Map<String, Object> CUSTOMER = Map.of("type", "customer", "last_name", "Doe");

    @Test
    void aRecordThatDoesNotBelongHereAndIsNotHereIsUnrouted() {
        assertThat(DeliveryPlan.of(Claims.fresh("hubspot", LEAD), RULES)).isInstanceOf(Unrouted.class);
    }

    @Test
    void aRecordThatBelongsHereIsSentWithItsContentAndItsMatch() {
        assertThat(DeliveryPlan.of(Claims.fresh("salesforce", LEAD), RULES))
                .isInstanceOfSatisfying(Send.class, send -> {
                    assertThat(send.write().operation()).isEqualTo(Operation.UPSERT);
                    assertThat(send.write().object()).isEqualTo("Contact");
                    assertThat(send.write().content()).containsEntry("LastName", "Doe");
                    assertThat(send.write().match().orElseThrow().field()).isEqualTo("Email");
                });
    }

    @Test
    void theSameContentIsNotSentTwice() {
        Claim.Granted claim = Claims.delivered("salesforce", LEAD, hash(Claims.fresh("salesforce", LEAD)));

        assertThat(DeliveryPlan.of(claim, RULES)).isInstanceOf(Unchanged.class);
    }

    @Test
    void otherContentIsSent() {
        Claim.Granted claim = Claims.delivered("salesforce", LEAD, "another hash");

        assertThat(DeliveryPlan.of(claim, RULES)).isInstanceOf(Send.class);
    }

    @Test
    void doubtSendsTheSameContentAgain() {
        Claim.Granted claim = Claims.delivered("salesforce", LEAD, hash(Claims.fresh("salesforce", LEAD)));

        assertThat(DeliveryPlan.of(Claims.inDoubt(claim), RULES)).isInstanceOf(Send.class);
    }

    @Test
    void aRecordThatTheRulesRefuseIsInvalid() {
        assertThat(DeliveryPlan.of(Claims.fresh("salesforce", Map.of("type", "lead")), RULES))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.field()).isEqualTo("LastName")));
    }

    @Test
    void aDeletedRecordIsDeletedWhereItIs() {
        assertThat(DeliveryPlan.of(Claims.deleted("salesforce", "a hash"), RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().operation()).isEqualTo(Operation.DELETE));
    }

    @Test
    void aDeletedRecordIsDeletedWhereItMayBe() {
        assertThat(DeliveryPlan.of(Claims.inDoubt(Claims.deleted("salesforce", null)), RULES))
                .isInstanceOf(Send.class);
    }

    @Test
    void aWriteTellsWhetherAnEarlierOneIsInDoubt() {
        Claim.Granted claim = Claims.deleted("salesforce", "a hash");

        assertThat(DeliveryPlan.of(claim, RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().inDoubt()).isFalse());
        assertThat(DeliveryPlan.of(Claims.inDoubt(claim), RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().inDoubt()).isTrue());
    }

    @Test
    void aDeletedRecordThatWasNeverHereIsUnrouted() {
        assertThat(DeliveryPlan.of(Claims.deleted("salesforce", null), RULES)).isInstanceOf(Unrouted.class);
    }

    @Test
    void aRecordWhoseTypeHasChangedIsKeptUpToDateWhereItWas() {
        assertThat(DeliveryPlan.of(Claims.delivered("salesforce", CUSTOMER, "a hash"), RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().operation()).isEqualTo(Operation.UPSERT));
    }

    @Test
    void aRecordWhoseTypeHasChangedIsDeletedWhereTheRuleSaysSo() {
        assertThat(DeliveryPlan.of(Claims.delivered("salesforce", CUSTOMER, "a hash"), DELETING))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().operation()).isEqualTo(Operation.DELETE));
    }

    @Test
    void aDeleteAtASystemThatTheRulesNoLongerKnowSaysSo() {
        RuleSet withoutHubSpot = RuleSet.preset("salesforce-only");

        assertThat(DeliveryPlan.of(Claims.deleted("hubspot", "a hash"), withoutHubSpot))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.problems().getFirst().message())
                                .contains("no mapping"));
    }

    private static String hash(Claim.Granted claim) {
        return ((Send) DeliveryPlan.of(claim, RULES)).contentHash();
    }

    private static RuleSet rules(String before, String after) {
        return RuleSet.parse(RuleSet.presetText("default").replace(before, after), "test");
    }
}
