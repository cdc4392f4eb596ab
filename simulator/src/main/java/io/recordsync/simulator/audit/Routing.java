package io.recordsync.simulator.audit;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Where each contact type is to go, as the rule presets say.
 *
 * @param systems the systems of each type; a type that is not named goes to {@code otherwise}
 * @param otherwise empty for none
 */
public record Routing(Map<String, Set<String>> systems, Set<String> otherwise) {

    private static final String ALONE = "-only";
    private static final Set<String> SALESFORCE = Set.of("salesforce");
    private static final Set<String> HUBSPOT = Set.of("hubspot");

    /** Lead, prospect and employee to Salesforce; customer, partner and vendor to HubSpot; no other. */
    public static Routing byType() {
        return new Routing(
                Map.of(
                        "lead", SALESFORCE,
                        "prospect", SALESFORCE,
                        "employee", SALESFORCE,
                        "customer", HUBSPOT,
                        "partner", HUBSPOT,
                        "vendor", HUBSPOT),
                Set.of());
    }

    /** All to each of these. */
    public static Routing all(Collection<String> systems) {
        return new Routing(Map.of(), Set.copyOf(systems));
    }

    /**
     * The routing of a rule preset: {@code default}, or that of one system alone, like {@code hubspot-only}.
     *
     * @throws IllegalArgumentException when there can be no such preset
     */
    public static Routing preset(String name) {
        if (name.equals("default")) {
            return byType();
        }
        if (name.endsWith(ALONE)) {
            return all(Set.of(name.substring(0, name.length() - ALONE.length())));
        }
        throw new IllegalArgumentException("Unknown preset: allowed are default, and those like hubspot-only.");
    }

    boolean sends(String contactType, String system) {
        return systems.getOrDefault(contactType, otherwise).contains(system);
    }
}
