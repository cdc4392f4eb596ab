package io.recordsync.devstack.endtoend;

import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.database.ExampleTable;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.SimulatedKind;
import io.recordsync.simulator.vendor.SimulatedSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The systems of all pairs: their rules, their settings, and what stands for the people who work in them. */
final class PairPlan {

    /** A simulated system is asked for a row right before it is written; databases and files compare it in any case. */
    private static final String READ = "every: 8s, full: 1h, deletes: follow";

    private static final String READ_WITH_GUARD = READ + ", guard: read";

    private static final Map<String, String> PLAIN_TYPES = Map.of("lead", "lead", "customer", "customer");

    private final Path folder;
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final List<Path> rules = new ArrayList<>();
    private final List<SimulatedSystem> simulated = new ArrayList<>();
    private final Map<String, List<Function<Installation, PairSide>>> pairs = new LinkedHashMap<>();

    PairPlan(Path folder) {
        this.folder = folder;
    }

    /** A simulated system with an account of its own. */
    PairPlan simulator(String entity, String system, SimulatedKind kind) {
        simulated.add(new SimulatedSystem(system, kind));
        add(entity, system, kind.name(), PairRules.preset(kind.name()), kind.name(), READ_WITH_GUARD);
        return side(
                entity,
                installation -> new SimulatorSide(installation.simulators().of(system)));
    }

    PairPlan file(String entity, String system) {
        FileSide file = FileSide.in(folder, system);
        set(system, "PATH", file.file().toString());
        set(system, "SOURCE", file.file().toString());
        add(entity, system, "files", PairRules.preset("files"), "files", READ);
        return side(entity, installation -> file);
    }

    PairPlan sqlite(String entity, String system) {
        String url = "jdbc:sqlite:" + folder.resolve(system + ".db");
        return exampleTable(
                entity,
                system,
                new Database(url, url + "?busy_timeout=10000&journal_mode=WAL", "", ""),
                "strftime('%Y-%m-%d %H:%M:%f', 'now')");
    }

    /** Where a database is for recordsync, and for the people who work in it. */
    record Database(String url, String ofPeople, String user, String password) {

        void execute(String statement) {
            JdbcClient.create(new DriverManagerDataSource(ofPeople, user, password))
                    .sql(statement)
                    .update();
        }
    }

    /** @param now the time of a change, as an expression of the database */
    PairPlan exampleTable(String entity, String system, Database database, String now) {
        database.execute(ExampleTable.sql(DatabaseSettings.of(database.url(), "", "")));
        TableSide.Names names = new TableSide.Names(
                ExampleTable.NAME,
                "first_name",
                "last_name",
                "email",
                "phone",
                "contact_type",
                "updated_at",
                now,
                "",
                PLAIN_TYPES);
        return database(entity, system, database, PairRules.preset("database"), names);
    }

    /** A table with rules of its own. */
    PairPlan database(String entity, String system, Database database, String text, TableSide.Names names) {
        set(system, "URL", database.url());
        set(system, "USERNAME", database.user());
        set(system, "PASSWORD", database.password());
        set(system, "MODIFIED_COLUMN", names.modified().replaceAll("[\"`]", ""));
        if (!names.deleted().isEmpty()) {
            set(system, "DELETED_COLUMN", names.deleted());
        }
        add(entity, system, "database", text, "database", READ);
        TableSide table = new TableSide(system, database.ofPeople(), database.user(), database.password(), names);
        return side(entity, installation -> table);
    }

    private PairPlan side(String entity, Function<Installation, PairSide> side) {
        pairs.computeIfAbsent(entity, key -> new ArrayList<>()).add(side);
        return this;
    }

    /** A system with these rules, which no pair has. */
    PairPlan system(String system, String kind, String text) {
        rules(system, text);
        return system(system, kind);
    }

    /** A system that the rules of another one name. */
    PairPlan system(String system, String kind) {
        kinds.put(system, kind);
        return this;
    }

    /** A simulated system without rules of its own. */
    PairPlan simulator(String system, SimulatedKind kind) {
        simulated.add(new SimulatedSystem(system, kind));
        return this;
    }

    PairPlan set(String system, String name, String value) {
        settings.put(system.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + name, value);
        return this;
    }

    private void add(String entity, String system, String kind, String text, String named, String read) {
        system(system, kind, PairRules.adapted(text, named, system, entity, read));
    }

    private void rules(String system, String text) {
        Path file = folder.resolve(system + ".yaml");
        try {
            rules.add(Files.writeString(file, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the servers and simulators, whose accounts allow any number of calls. */
    Installation start() {
        SimulatorsOptions options = SimulatorsOptions.ofSystems(simulated);
        for (SimulatedSystem system : simulated) {
            options = options.withPlan(system.name(), AccountPlan.UNLIMITED);
            for (String limit : List.of("WINDOW_LIMIT", "SEARCH_LIMIT", "DAILY_LIMIT", "BURST_LIMIT", "DAILY_TOKENS")) {
                set(system.name(), limit, "0");
            }
        }
        settings.put(
                "SYNC_SYSTEMS",
                kinds.entrySet().stream()
                        .map(system -> system.getKey() + ":" + system.getValue())
                        .collect(Collectors.joining(",")));
        settings.put("SYNC_RULES", rules.stream().map(Path::toString).collect(Collectors.joining(",")));
        return Installation.start(folder, options, settings);
    }

    /** The pairs of an installation that was started with this plan. */
    List<Pair> pairs(Installation installation) {
        return pairs.entrySet().stream()
                .map(pair -> new Pair(
                        pair.getKey(),
                        pair.getValue().stream()
                                .map(side -> side.apply(installation))
                                .toList()))
                .toList();
    }
}
