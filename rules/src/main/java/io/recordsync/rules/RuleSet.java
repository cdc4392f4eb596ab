package io.recordsync.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which records go to which system, and how their fields are mapped. Immutable, compiled once, thread-safe. */
public final class RuleSet {
    /** What the name of each preset for one system ends with. */
    private static final String ONLY = "-only";

    private static final List<String> PRESETS = List.of(
            "default",
            "salesforce-only",
            "hubspot-only",
            "servicenow-only",
            "outreach-only",
            "pipedrive-only",
            "database-only",
            "files-only",
            "webhook-only");

    private final String name;
    private final String fingerprint;
    private final Map<String, EntityRoute> routes;
    private final Map<String, SystemRules> systems;

    RuleSet(String name, String fingerprint, Map<String, EntityRoute> routes, Map<String, SystemRules> systems) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.routes = Map.copyOf(routes);
        this.systems = Collections.unmodifiableMap(new LinkedHashMap<>(systems));
    }

    /** The names that {@link #preset} accepts. */
    public static List<String> presets() {
        return PRESETS;
    }

    /** The names of {@link #presets}, and of the presets of these systems. */
    public static List<String> presets(SystemNames systems) {
        Stream<String> declared = systems.kinds().keySet().stream().sorted().map(system -> system + ONLY);
        return Stream.concat(PRESETS.stream(), declared.filter(name -> isPreset(name, systems)))
                .distinct()
                .toList();
    }

    /** Whether there is a preset of that name: one of {@link #presets}, or that of a declared system. */
    public static boolean isPreset(String name, SystemNames systems) {
        return PRESETS.contains(template(name, systems));
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
     * A rule set that comes with recordsync. Each system has the preset of its kind, under its own name: {@code
     * archive-only} for a system {@code archive} of the kind {@code files} is {@code files-only} with that name.
     *
     * @throws RuleSetException if there is no preset with that name
     */
    public static RuleSet preset(String name, SystemNames systems) {
        return parse(presetText(name, systems), "preset " + name, systems);
    }

    /**
     * The text of a preset, to read it or to write own rules from it.
     *
     * @throws RuleSetException if there is no preset with that name
     */
    public static String presetText(String name) {
        return presetText(name, SystemNames.OF_KINDS);
    }

    private static String presetText(String name, SystemNames systems) {
        String template = template(name, systems);
        if (!PRESETS.contains(template)) {
            throw new RuleSetException(
                    "preset " + name, List.of("there is no such preset" + Nearest.hint(name, PRESETS)));
        }
        try (InputStream text = RuleSet.class.getResourceAsStream(template + ".yaml")) {
            String written = new String(Optional.ofNullable(text).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
            return template.equals(name) ? written : renamed(written, systemOf(template), systemOf(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The preset " + name + " cannot be read from the class path", unreadable);
        }
    }

    /** The preset from which one is made: that of the system's kind. */
    private static String template(String name, SystemNames systems) {
        return name.endsWith(ONLY) ? systems.kindOf(systemOf(name)) + ONLY : name;
    }

    private static String systemOf(String preset) {
        return preset.substring(0, preset.length() - ONLY.length());
    }

    /** A preset of one system names it in three places: its own name, its routes, and its mappings. */
    private static String renamed(String text, String kind, String system) {
        return text.replace("name: " + kind + ONLY, "name: " + system + ONLY)
                .replace("[" + kind + "]", "[" + system + "]")
                .replace("\n  " + kind + ":\n", "\n  " + system + ":\n");
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
     * @throws RuleSetException if both have rules for the same system
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
        return new RuleSet(name + "," + other.name, fingerprint + "," + other.fingerprint, allRoutes, allSystems);
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

    @Override
    public String toString() {
        return "RuleSet[" + name + ", " + fingerprint + "]";
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
        return Optional.ofNullable(systems.get(system))
                .map(rules -> rules.mappings().get(entity));
    }

    private Mapping unmapped(String entity, String system) {
        FieldProblem problem = new FieldProblem(
                entity, "mapping", "the rule set " + name + " has no mapping of it for the system " + system);
        return new Mapping("", Map.of(), Optional.empty(), List.of(), List.of(problem));
    }
}
