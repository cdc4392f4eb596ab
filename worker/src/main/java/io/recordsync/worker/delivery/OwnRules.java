package io.recordsync.worker.delivery;

import io.recordsync.rules.RuleSet;
import io.recordsync.store.Claim;
import io.recordsync.workflows.RulesText;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of this process, and what it may do for a record that was routed by others: while processes differ in their rules, none of them settles
 * what another has routed.
 */
public final class OwnRules {

    private static final Logger LOG = LoggerFactory.getLogger(OwnRules.class);

    private final RuleSet rules;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    public OwnRules(RuleSet rules) {
        this.rules = rules;
    }

    /** What this process may do for a delivery. */
    enum Part {
        /** It has the rules by which the record was routed. */
        ALL,

        /** Its rules do not name the system. To delete a record they are not needed. */
        DELETES,

        /** It has other rules for the system. */
        NOTHING;

        boolean covers(Claim.Granted claim) {
            return this == ALL || this == DELETES && claim.image().deleted() && isWhole(claim);
        }

        /** Whether the ledger says all that a delete needs, where there is something to delete. */
        private static boolean isWhole(Claim.Granted claim) {
            return !claim.known() || claim.delivered().object().isPresent();
        }
    }

    RuleSet set() {
        return rules;
    }

    String fingerprint() {
        return rules.fingerprint();
    }

    /** @param routedBy the rules by which the record was routed; null where an older workflow asks, which any process serves */
    Part partOf(String system, @Nullable String routedBy) {
        if (routedBy == null || routedBy.equals(fingerprint())) {
            return Part.ALL;
        }
        if (said.add(system + " " + routedBy)) {
            LOG.warn(
                    "deliveries to {} that were routed by the rules {} are given back and routed again: this process has the rules {}."
                            + " Give all processes the same SYNC_RULES",
                    system,
                    RulesText.brief(routedBy),
                    RulesText.brief(fingerprint()));
        }
        return rules.systems().contains(system) ? Part.NOTHING : Part.DELETES;
    }
}
