package io.recordsync.worker.systems;

import io.recordsync.process.StartException;
import io.recordsync.rules.RuleSet;
import io.recordsync.rules.RuleSetException;
import io.recordsync.rules.SystemNames;
import io.recordsync.settings.ConfiguredSystem;
import io.recordsync.settings.TenantSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the rule set that the settings name. */
public final class Rules {

    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    private static final long MAX_FILE_BYTES = 1 << 20;

    private Rules() {}

    /**
     * Reads the rule set, and logs what it does not bring back as it was edited.
     *
     * @param name presets or files, separated by commas
     * @param delivers whether this worker delivers to a system and therefore needs it configured
     * @throws StartException if a file cannot be read or is not a rule set, or if the rules name a system that does not
     *     exist, or one that this worker needs and that is not configured
     */
    public static RuleSet load(String name, Systems systems, Predicate<String> delivers) {
        RuleSet rules = read(name, systems.names());
        if (reads(rules)) {
            LOG.info(
                    "The rules say how edits in systems come back: recordsync readers shows which systems are read, and"
                            + " when.");
        }
        rules.warnings().forEach(warning -> LOG.warn("The rules do not bring back what is edited: {}", warning));
        for (String system : rules.systems()) {
            ConfiguredSystem known = systems.find(system).orElseThrow(() -> unknown(rules, system, systems));
            if (delivers.test(system) && !known.isConfigured()) {
                throw notConfigured(rules, known);
            }
        }
        return rules;
    }

    /**
     * Systems are read for the tenant default alone: the row of another tenant's record would be taken for its own.
     *
     * @throws StartException if the rules read a system whose account all tenants share
     */
    public static void requireOneTenant(RuleSet rules, TenantSettings tenants) {
        if (tenants.sharedAccounts() && reads(rules)) {
            throw new StartException(
                    ("The rule set %s reads systems, which is not possible while SYNC_SHARED_ACCOUNTS is true. Take the"
                                    + " key read out of its mappings, or set SYNC_SHARED_ACCOUNTS to false.")
                            .formatted(rules.name()));
        }
    }

    private static boolean reads(RuleSet rules) {
        return rules.systems().stream()
                .anyMatch(system -> rules.objects(system).keySet().stream()
                        .anyMatch(entity -> rules.reading(system, entity).isPresent()));
    }

    /**
     * Reads presets or files, separated by commas. Their rules apply together.
     *
     * @param systems the systems, each of which has the preset of its kind under its own name
     *
     * @throws StartException if one cannot be read
     */
    public static RuleSet read(String names, SystemNames systems) {
        try {
            return Stream.of(names.split(","))
                    .map(String::strip)
                    .map(name -> RuleSet.isPreset(name, systems) ? RuleSet.preset(name, systems) : parse(name, systems))
                    .reduce(RuleSet::and)
                    .orElseThrow();
        } catch (RuleSetException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static RuleSet parse(String name, SystemNames systems) {
        try {
            Path file = Path.of(name);
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new StartException("SYNC_RULES names %s, which is larger than 1 MB.".formatted(file));
            }
            return RuleSet.parse(Files.readString(file), file.toString(), systems);
        } catch (IOException | InvalidPathException e) {
            throw new StartException(
                    "SYNC_RULES is '%s', but must be %s, or a rule file that can be read."
                            .formatted(name, String.join(", ", RuleSet.presets(systems))),
                    e);
        }
    }

    private static StartException unknown(RuleSet rules, String system, Systems systems) {
        return new StartException("The rule set %s sends records to %s, but the systems are %s."
                .formatted(rules.name(), system, systems.listed()));
    }

    private static StartException notConfigured(RuleSet rules, ConfiguredSystem system) {
        return new StartException(
                ("The rule set %s sends records to %s, so that %s must be set. Otherwise, name another rule"
                                + " set in SYNC_RULES.")
                        .formatted(rules.name(), system.name(), system.required()));
    }
}
