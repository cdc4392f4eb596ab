package io.recordsync.worker.delivery.plan;

import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.delivery.Claim;
import io.recordsync.workflows.RulesText;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of this process, and what it may do with a record that other rules routed. While processes have different
 * rules, none of them settles what another has routed.
 */
public final class OwnRules {

    private static final Logger LOG = LoggerFactory.getLogger(OwnRules.class);

    private final RuleSet rules;
    private final TenantSettings tenants;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    public OwnRules(RuleSet rules, TenantSettings tenants) {
        this.rules = rules;
        this.tenants = tenants;
    }

    /** What this process may do with a delivery. */
    public enum Coverage {
        /** Everything: it has the rules that routed the record. */
        ALL,

        /** Deletes only: its rules do not name the system, and a delete does not need them. */
        DELETES,

        /** Nothing: it has other rules for the system. */
        NOTHING;

        boolean covers(Claim.Granted claim) {
            return this == ALL || this == DELETES && claim.image().deleted() && isWhole(claim);
        }

        /** Whether the ledger has all that a delete needs, or there is nothing to delete. */
        private static boolean isWhole(Claim.Granted claim) {
            return !claim.known() || claim.delivered().object().isPresent();
        }
    }

    public String fingerprint() {
        return rules.fingerprint();
    }

    /** How the system's rows are read into an entity; empty if they are not. */
    public Optional<ReadingRules> reading(String system, String entity) {
        return rules.reading(system, entity);
    }

    /**
     * What to do about a claimed delivery.
     *
     * @param coverage what this process may do with it
     * @param side what is known of the record at the system, if the system is read
     * @throws RuntimeException if the rules cannot be applied to the record, because of a defect in recordsync
     */
    public DeliveryPlan plan(Claim.Granted claim, Coverage coverage, Optional<ReadSide> side) {
        if (!coverage.covers(claim)) {
            return new DeliveryPlan.RoutedByOthers();
        }
        Duration doubt = claim.doubt().map(Claim.Doubt::remaining).orElse(Duration.ZERO);
        return doubt.isPositive() ? new DeliveryPlan.InDoubt(doubt) : DeliveryPlan.of(claim, rules, tenants, side);
    }

    /**
     * @param routedBy the fingerprint of the rules that routed the record; null in requests of older workflows, which
     *     any process serves
     */
    public Coverage coverageOf(String system, @Nullable String routedBy) {
        if (routedBy == null || routedBy.equals(fingerprint())) {
            return Coverage.ALL;
        }
        if (said.add(system + " " + routedBy)) {
            LOG.warn(
                    "deliveries to {} that were routed by the rules {} are released and routed again, because this"
                            + " process has the rules {}. Give all processes the same SYNC_RULES",
                    system,
                    RulesText.brief(routedBy),
                    RulesText.brief(fingerprint()));
        }
        return rules.systems().contains(system) ? Coverage.NOTHING : Coverage.DELETES;
    }
}
