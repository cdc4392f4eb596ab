package io.recordsync.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which records go to which system, and how their fields are mapped. Immutable, compiled once, thread-safe. */
public final class RuleSet {
    private final String name;
    private final String fingerprint;
    private final Map<String, EntityRoute> routes;
    private final Map<String, SystemRules> systems;
    private final Map<String, MergeRules> merges;
    private final Map<String, MergeRules> merging;

    /** @param merges what the file says under {@code merge}, by entity */
    RuleSet(
            String name,
            String fingerprint,
            Map<String, EntityRoute> routes,
            Map<String, SystemRules> systems,
            Map<String, MergeRules> merges) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.routes = Map.copyOf(routes);
        this.systems = Collections.unmodifiableMap(new LinkedHashMap<>(systems));
        this.merges = Map.copyOf(merges);
        this.merging = Stream.concat(merges.keySet().stream(), readEntities())
                .distinct()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), this::merged));
    }

    /** The names that {@link #preset} accepts. */
    public static List<String> presets() {
        return Presets.NAMES;
    }

    /** The names of {@link #presets}, and of the presets of these systems. */
    public static List<String> presets(SystemNames systems) {
        return Presets.of(systems);
    }

    /** Whether there is a preset of that name: one of {@link #presets}, or that of a declared system. */
    public static boolean isPreset(String name, SystemNames systems) {
        return Presets.isPreset(name, systems);
    }

    /**
     * A rule set that comes with recordsync.
     *
     * @param name one of {@link #presets}
     * @throws RuleSetException if there is no preset with that name
     */
    public static RuleSet preset(String name) {
        return preset(name, SystemNames.OF_KINDS);
    }

    /**
     * A rule set that comes with recordsync. Each system has the presets of its kind, under its own name: {@code
     * archive-only} for a system {@code archive} of the kind {@code files} is {@code files-only} with that name.
     *
     * @throws RuleSetException if there is no preset with that name
     */
    public static RuleSet preset(String name, SystemNames systems) {
        return parse(Presets.text(name, systems), "preset " + name, systems);
    }

    /**
     * The text of a preset, to read it or to write own rules from it.
     *
     * @throws RuleSetException if there is no preset with that name
     */
    public static String presetText(String name) {
        return Presets.text(name, SystemNames.OF_KINDS);
    }

    /**
     * Reads and compiles a rule file whose systems are all named like their kinds.
     *
     * @param yamlOrJson the text of the file, at most 1 MB
     * @param origin where the text comes from, for error messages
     * @throws RuleSetException with every problem in the file
     */
    public static RuleSet parse(String yamlOrJson, String origin) {
        return parse(yamlOrJson, origin, SystemNames.OF_KINDS);
    }

    /**
     * Reads and compiles a rule file.
     *
     * @param systems the kinds of the systems; a kind decides which names of objects and fields are allowed
     * @throws RuleSetException with every problem in the file
     */
    public static RuleSet parse(String yamlOrJson, String origin, SystemNames systems) {
        return RuleSetReader.read(yamlOrJson, origin, systems);
    }

    /**
     * Combines this rule set and another: a record goes to every system that one of them sends it to.
     *
     * @throws RuleSetException if both have rules for the same system, or merge the same entity in different ways
     */
    public RuleSet and(RuleSet other) {
        Map<String, SystemRules> allSystems = new LinkedHashMap<>(systems);
        other.systems.forEach((system, rules) -> {
            if (allSystems.put(system, rules) != null) {
                throw new RuleSetException(
                        name + "," + other.name,
                        List.of("both have rules for the system " + system + ": name one of them"));
            }
        });
        Map<String, EntityRoute> allRoutes = new HashMap<>(routes);
        other.routes.forEach((entity, route) -> allRoutes.merge(entity, route, EntityRoute::and));
        return new RuleSet(
                name + "," + other.name,
                fingerprint + "," + other.fingerprint,
                allRoutes,
                allSystems,
                mergesWith(other));
    }

    private Map<String, MergeRules> mergesWith(RuleSet other) {
        Map<String, MergeRules> all = new HashMap<>(merges);
        other.merges.forEach((entity, rules) -> {
            if (!all.computeIfAbsent(entity, absent -> rules).equals(rules)) {
                throw new RuleSetException(
                        name + "," + other.name,
                        List.of("they merge " + entity + " in different ways: write one file with both systems"));
            }
        });
        return all;
    }

    /** The system's name of each entity that is mapped for it. */
    public Map<String, String> objects(String system) {
        Map<String, String> objects = new TreeMap<>();
        Optional.ofNullable(systems.get(system))
                .ifPresent(
                        rules -> rules.mappings().forEach((entity, mapping) -> objects.put(entity, mapping.object())));
        return objects;
    }

    /** The name that the file gives to this rule set. */
    public String name() {
        return name;
    }

    /**
     * The SHA-256 in hex of the rules as they were read. It is the same for files that differ only in layout and
     * comments.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /** All systems that the rules name, in the order of the file. */
    public List<String> systems() {
        return List.copyOf(systems.keySet());
    }

    /**
     * The systems that a record belongs to now. A deleted record goes to every known system, and to no other. A known
     * system that no longer has a mapping of the entity receives nothing but a delete.
     *
     * @param known the systems that hold the record, as far as the ledger knows
     */
    public Route route(RecordImage image, Set<String> known) {
        return image.deleted() ? delete(known) : upsert(image, known);
    }

    /**
     * A record's content for one system. Does not throw for bad data or a missing mapping: see
     * {@link Mapping#problems()}.
     */
    public Mapping map(RecordImage image, String system) {
        return mapping(system, image.entity())
                .map(mapping -> mapping.map(image.fields()))
                .orElseGet(() -> unmapped(image.entity(), system));
    }

    /** How the records of an entity are read back from a system; empty if they are not. */
    public Optional<ReadingRules> reading(String system, String entity) {
        return Optional.ofNullable(systems.get(system)).flatMap(rules -> rules.reading(entity));
    }

    /**
     * How the records of an entity are recognised, and who wins where two sides changed. If the file names no paths to
     * match, the paths are those of the fields by which the systems that are read find existing rows.
     */
    public MergeRules merging(String entity) {
        return merging.getOrDefault(entity, MergeRules.DEFAULT);
    }

    /**
     * What does not come back as it was sent, or as it was edited, in sentences with the system, the entity, the field
     * and an example. Found by trying made-up values each time this is called, only for entities that are read. Such a
     * field is read all the same; each row is checked again.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        systems.forEach((system, rules) -> new TreeMap<>(rules.mappings())
                .forEach((entity, mapping) -> RoundTrip.of(mapping)
                        .map(RoundTrip::findings)
                        .orElse(List.of())
                        .forEach(finding -> warnings.add(system + ", " + entity + ", " + finding))));
        return warnings;
    }

    @Override
    public String toString() {
        return "RuleSet[" + name + ", " + fingerprint + "]";
    }

    private Stream<String> readEntities() {
        return systems.values().stream()
                .flatMap(rules -> rules.mappings().keySet().stream()
                        .filter(entity -> rules.reading(entity).isPresent()));
    }

    private MergeRules merged(String entity) {
        return merges.getOrDefault(entity, MergeRules.DEFAULT)
                .orMatch(systems.values().stream()
                        .filter(rules -> rules.reading(entity).isPresent())
                        .flatMap(rules -> rules.mapping(entity).stream())
                        .flatMap(mapping -> mapping.matchPaths().stream())
                        .distinct()
                        .toList());
    }

    private Route delete(Set<String> known) {
        Map<String, Action> actions = new LinkedHashMap<>();
        systems.keySet().stream().filter(known::contains).forEach(system -> actions.put(system, Action.DELETE));
        new TreeSet<>(known).forEach(system -> actions.put(system, Action.DELETE));
        return new Route(actions);
    }

    private Route upsert(RecordImage image, Set<String> known) {
        Map<String, Action> actions = new LinkedHashMap<>();
        targets(image).forEach(system -> actions.put(system, Action.UPSERT));
        systems.forEach((system, rules) -> {
            if (known.contains(system) && rules.maps(image.entity())) {
                rules.onTypeChange().action().ifPresent(action -> actions.putIfAbsent(system, action));
            }
        });
        return new Route(actions);
    }

    private List<String> targets(RecordImage image) {
        return routes.getOrDefault(image.entity(), EntityRoute.NOWHERE).systems(image.fields());
    }

    private Optional<ObjectMapping> mapping(String system, String entity) {
        return Optional.ofNullable(systems.get(system)).flatMap(rules -> rules.mapping(entity));
    }

    private Mapping unmapped(String entity, String system) {
        FieldProblem problem = new FieldProblem(
                entity, "mapping", "the rule set " + name + " has no mapping of it for the system " + system);
        return new Mapping("", Map.of(), Optional.empty(), List.of(), List.of(problem));
    }
}
