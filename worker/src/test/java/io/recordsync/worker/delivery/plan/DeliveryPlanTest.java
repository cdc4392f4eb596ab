package io.recordsync.worker.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.delivery.Claim;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.plan.DeliveryPlan.NoConnection;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unrouted;
import java.util.List;
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
        assertThat(plan(Claims.fresh("hubspot", LEAD), RULES)).isInstanceOf(Unrouted.class);
    }

    @Test
    void aRecordThatBelongsHereIsSentWithItsContentAndItsMatch() {
        assertThat(plan(Claims.fresh("salesforce", LEAD), RULES)).isInstanceOfSatisfying(Send.class, send -> {
            assertThat(send.write().operation()).isEqualTo(Operation.UPSERT);
            assertThat(send.write().object()).isEqualTo("Contact");
            assertThat(send.write().content()).containsEntry("LastName", "Doe");
            assertThat(send.write().match().orElseThrow().field()).isEqualTo("Email");
        });
    }

    @Test
    void theSameContentIsNotSentTwice() {
        Claim.Granted claim = Claims.delivered("salesforce", LEAD, hash(Claims.fresh("salesforce", LEAD)));

        assertThat(plan(claim, RULES)).isInstanceOf(Unchanged.class);
    }

    @Test
    void otherContentIsSent() {
        Claim.Granted claim = Claims.delivered("salesforce", LEAD, "another hash");

        assertThat(plan(claim, RULES)).isInstanceOf(Send.class);
    }

    @Test
    void doubtSendsTheSameContentAgain() {
        Claim.Granted claim = Claims.delivered("salesforce", LEAD, hash(Claims.fresh("salesforce", LEAD)));

        assertThat(plan(Claims.inDoubt(claim), RULES)).isInstanceOf(Send.class);
    }

    @Test
    void aRecordThatTheRulesRefuseIsInvalid() {
        assertThat(plan(Claims.fresh("salesforce", Map.of("type", "lead")), RULES))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.field()).isEqualTo("LastName")));
    }

    @Test
    void aDeletedRecordIsDeletedWhereItIs() {
        assertThat(plan(Claims.deleted("salesforce", "a hash"), RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().operation()).isEqualTo(Operation.DELETE));
    }

    @Test
    void aDeletedRecordIsDeletedWhereItMayBe() {
        assertThat(plan(Claims.inDoubt(Claims.deleted("salesforce", null)), RULES))
                .isInstanceOf(Send.class);
    }

    @Test
    void aWriteTellsWhetherAnEarlierOneIsInDoubt() {
        Claim.Granted claim = Claims.deleted("salesforce", "a hash");

        assertThat(plan(claim, RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().inDoubt()).isFalse());
        assertThat(plan(Claims.inDoubt(claim), RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().inDoubt()).isTrue());
    }

    @Test
    void aDeletedRecordThatWasNeverHereIsUnrouted() {
        assertThat(plan(Claims.deleted("salesforce", null), RULES)).isInstanceOf(Unrouted.class);
    }

    @Test
    void aRecordWhoseTypeHasChangedIsKeptUpToDateWhereItWas() {
        assertThat(plan(Claims.delivered("salesforce", CUSTOMER, "a hash"), RULES))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().operation()).isEqualTo(Operation.UPSERT));
    }

    @Test
    void aRecordWhoseTypeHasChangedIsDeletedWhereTheRuleSaysSo() {
        assertThat(plan(Claims.delivered("salesforce", CUSTOMER, "a hash"), DELETING))
                .isInstanceOfSatisfying(
                        Send.class, send -> assertThat(send.write().operation()).isEqualTo(Operation.DELETE));
    }

    @Test
    void aDeleteAtASystemThatTheRulesNoLongerKnowSaysSo() {
        RuleSet withoutHubSpot = RuleSet.preset("salesforce-only");

        assertThat(plan(Claims.deleted("hubspot", "a hash"), withoutHubSpot))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.problems().getFirst().message())
                                .contains("no mapping"));
    }

    @Test
    void aRecordOfAnotherTenantIsWrittenWithItsTenantInItsId() {
        TenantSettings shared = new TenantSettings(true);

        assertThat(written(Claims.of("default", "A1", Claims.fresh("salesforce", LEAD)), shared))
                .isEqualTo("A1");
        assertThat(written(Claims.of("acme", "A1", Claims.fresh("salesforce", LEAD)), shared))
                .isEqualTo("acme/A1");
        assertThat(written(Claims.of("acme", "A1", Claims.deleted("salesforce", "a hash")), shared))
                .isEqualTo("acme/A1");
    }

    /** A ledger that an older release wrote can contain such records. */
    @Test
    void aRecordOfATenantWithoutConnectionIsNotWritten() {
        for (Claim.Granted claim : List.of(
                Claims.fresh("salesforce", LEAD),
                Claims.delivered("salesforce", LEAD, "another hash"),
                Claims.deleted("salesforce", "a hash"))) {
            assertThat(plan(Claims.of("acme", "A1", claim), RULES)).isInstanceOf(NoConnection.class);
        }
        assertThat(plan(Claims.of("acme", "A1", Claims.fresh("hubspot", LEAD)), RULES))
                .isInstanceOf(Unrouted.class);
    }

    private static String written(Claim.Granted claim, TenantSettings tenants) {
        return ((Send) DeliveryPlan.of(claim, RULES, tenants)).write().recordId();
    }

    private static DeliveryPlan plan(Claim.Granted claim, RuleSet rules) {
        return DeliveryPlan.of(claim, rules, new TenantSettings(false));
    }

    private static String hash(Claim.Granted claim) {
        return ((Send) plan(claim, RULES)).contentHash();
    }

    private static RuleSet rules(String before, String after) {
        return RuleSet.parse(RuleSet.presetText("default").replace(before, after), "test");
    }
}
