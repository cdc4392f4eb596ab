package io.recordsync.simulator.audit;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
     * The routing of a rule preset: {@code default}, or those of single systems, like {@code hubspot-only,outreach-only}.
     *
     * @throws IllegalArgumentException when there can be no such preset
     */
    public static Routing preset(String names) {
        return names.equals("default")
                ? byType()
                : all(Stream.of(names.split(",")).map(Routing::alone).toList());
    }

    private static String alone(String preset) {
        if (!preset.endsWith(ALONE)) {
            throw new IllegalArgumentException("Unknown preset: allowed are default, and those like hubspot-only.");
        }
        return preset.substring(0, preset.length() - ALONE.length());
    }

    boolean sends(String contactType, String system) {
        return systems.getOrDefault(contactType, otherwise).contains(system);
    }
}
