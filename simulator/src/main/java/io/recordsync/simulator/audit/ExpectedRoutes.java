package io.recordsync.simulator.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The systems to which the rule presets send each contact type.
 *
 * @param systems the systems of each type; a type that is not listed goes to {@code otherwise}
 * @param otherwise empty for none
 */
public record ExpectedRoutes(Map<String, Set<String>> systems, Set<String> otherwise) {

    /** How the names of the presets of single systems end. */
    private static final List<String> ALONE = List.of("-only", "-two-way");

    private static final Set<String> SALESFORCE = Set.of("salesforce");
    private static final Set<String> HUBSPOT = Set.of("hubspot");

    /**
     * Lead, prospect and employee go to Salesforce; customer, partner and vendor go to HubSpot; other types go nowhere.
     */
    public static ExpectedRoutes byType() {
        return new ExpectedRoutes(
                Map.of(
                        "lead", SALESFORCE,
                        "prospect", SALESFORCE,
                        "employee", SALESFORCE,
                        "customer", HUBSPOT,
                        "partner", HUBSPOT,
                        "vendor", HUBSPOT),
                Set.of());
    }

    /** All types go to each of these systems. */
    public static ExpectedRoutes all(Collection<String> systems) {
        return new ExpectedRoutes(Map.of(), Set.copyOf(systems));
    }

    /**
     * The routing of a rule preset: {@code default}, or presets of single systems, such as
     * {@code hubspot-only,salesforce-two-way}.
     *
     * @throws IllegalArgumentException when there is no such preset
     */
    public static ExpectedRoutes preset(String names) {
        return names.equals("default")
                ? byType()
                : all(Stream.of(names.split(",")).map(ExpectedRoutes::alone).toList());
    }

    private static String alone(String preset) {
        return ALONE.stream()
                .filter(preset::endsWith)
                .map(ending -> preset.substring(0, preset.length() - ending.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("This preset does not exist. The presets are default,"
                        + " and those like hubspot-only and hubspot-two-way."));
    }

    boolean sends(String contactType, String system) {
        return systems.getOrDefault(contactType, otherwise).contains(system);
    }
}
