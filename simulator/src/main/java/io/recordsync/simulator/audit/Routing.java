package io.recordsync.simulator.audit;

import java.util.Map;

/**
 * Where each contact type is to go, as the rule presets say.
 *
 * @param systems the system of each type; a type that is not named goes to {@code otherwise}
 * @param otherwise a system, or empty for none
 */
public record Routing(Map<String, String> systems, String otherwise) {

    private static final String SALESFORCE = "salesforce";
    private static final String HUBSPOT = "hubspot";

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
                "");
    }

    /** All to one system. */
    public static Routing all(String system) {
        return new Routing(Map.of(), system);
    }

    /**
     * The routing of a rule preset: {@code default}, {@code salesforce-only} or {@code hubspot-only}.
     *
     * @throws IllegalArgumentException when there is no such preset
     */
    public static Routing preset(String name) {
        return switch (name) {
            case "default" -> byType();
            case "salesforce-only" -> all(SALESFORCE);
            case "hubspot-only" -> all(HUBSPOT);
            default ->
                throw new IllegalArgumentException(
                        "Unknown preset: allowed are default, salesforce-only and hubspot-only.");
        };
    }

    boolean sends(String contactType, String system) {
        return systems.getOrDefault(contactType, otherwise).equals(system);
    }
}
