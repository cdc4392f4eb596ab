package io.recordsync.settings;

import io.recordsync.settings.api.KindSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The systems that the settings declare, by {@code SYNC_SYSTEMS} and in the configuration file. */
final class DeclaredSystems {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** Separates two names where both stand in one word, so that no name may contain it. */
    private static final String BETWEEN_NAMES = "-to-";

    private final Map<String, KindSettings> kinds;
    private final Map<String, NamedSystem> byName = new LinkedHashMap<>();

    private DeclaredSystems(List<KindSettings> kinds) {
        this.kinds = kinds.stream()
                .collect(Collectors.toMap(
                        KindSettings::kind, Function.identity(), (one, same) -> one, LinkedHashMap::new));
    }

    /**
     * All systems: those that are named like their kind, and the declared ones.
     *
     * @param kinds the kinds that this program knows; if there are none, systems are not its concern
     * @param list the value of {@code SYNC_SYSTEMS}
     * @throws SettingException if a declaration is not allowed
     */
    static List<NamedSystem> of(List<KindSettings> kinds, Optional<ConfigFile> file, Optional<String> list) {
        DeclaredSystems systems = new DeclaredSystems(kinds);
        if (!kinds.isEmpty()) {
            kinds.forEach(kind -> systems.byName.put(kind.kind(), NamedSystem.undeclared(kind)));
            file.ifPresent(systems::declare);
            list.ifPresent(systems::declare);
        }
        return List.copyOf(systems.byName.values());
    }

    private void declare(ConfigFile file) {
        file.systems().forEach((name, settings) -> {
            String where = "The configuration file " + file.path();
            String kind = Optional.ofNullable(settings.get(ConfigFile.KIND))
                    .or(() -> Optional.of(name).filter(kinds::containsKey))
                    .orElseThrow(() -> new SettingException("%s has the system %s without a kind; the kinds are %s."
                            .formatted(where, name, kindNames())));
            declare(where, name, kind);
        });
    }

    private void declare(String list) {
        for (String entry : list.split(",")) {
            String[] parts = entry.strip().split(":", 2);
            if (parts.length < 2) {
                throw new SettingException(("%s is '%s', but must be a comma-separated list of name:kind, such as"
                                + " crm-eu:salesforce,archive:files.")
                        .formatted(SystemListSettings.NAME, list));
            }
            declare(SystemListSettings.NAME, parts[0].strip(), parts[1].strip());
        }
    }

    private void declare(String where, String name, String kindName) {
        requireName(where, name);
        KindSettings kind = kinds.get(kindName);
        if (kind == null) {
            throw new SettingException(
                    ("%s gives the system %s the kind '%s', which does not exist. The kinds are %s; the systems so far"
                                    + " are %s.")
                            .formatted(where, name, kindName, kindNames(), String.join(", ", byName.keySet())));
        }
        NamedSystem system = new NamedSystem(name, kind);
        NamedSystem before = byName.putIfAbsent(name, system);
        if (before != null && !before.equals(system)) {
            throw new SettingException(
                    ("%s gives the system %s the kind %s, but it already has the kind %s. The name of a kind can only"
                                    + " be used for a system of that kind.")
                            .formatted(where, name, kindName, before.kind().kind()));
        }
    }

    private static void requireName(String where, String name) {
        if (!NAME.matcher(name).matches() || name.contains(BETWEEN_NAMES)) {
            throw new SettingException(
                    ("%s names the system '%s', but a name must consist of lower-case letters, digits and -,"
                                    + " begin with a letter, have at most 40 characters, and not contain %s.")
                            .formatted(where, name, BETWEEN_NAMES));
        }
    }

    private String kindNames() {
        return String.join(", ", kinds.keySet());
    }
}
