package io.recordsync.settings;

import io.recordsync.settings.api.KindSettings;
import java.util.ArrayList;
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
    private final List<Declaration> declarations = new ArrayList<>();

    /** @param where the source that declares the system, as the subject of a sentence */
    private record Declaration(String where, String name, String kind) {}

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
        if (kinds.isEmpty()) {
            return List.of();
        }
        DeclaredSystems systems = new DeclaredSystems(kinds);
        file.ifPresent(systems::collect);
        list.ifPresent(systems::collect);
        return systems.checked();
    }

    private void collect(ConfigFile file) {
        file.systems().forEach((name, settings) -> {
            String where = "The configuration file " + file.path();
            String kind = Optional.ofNullable(settings.get(ConfigFile.KIND))
                    .or(() -> Optional.of(name).filter(kinds::containsKey))
                    .orElseThrow(() -> new SettingException("%s has the system %s without a kind; the kinds are %s."
                            .formatted(where, name, kindNames())));
            declarations.add(new Declaration(where, name, kind));
        });
    }

    private void collect(String list) {
        for (String entry : list.split(",")) {
            String[] parts = entry.strip().split(":", 2);
            if (parts.length < 2) {
                throw new SettingException(("%s is '%s', but must be a comma-separated list of name:kind, such as"
                                + " crm-eu:salesforce,archive:files.")
                        .formatted(SystemListSettings.NAME, list));
            }
            declarations.add(new Declaration(SystemListSettings.NAME, parts[0].strip(), parts[1].strip()));
        }
    }

    /** Called when all declarations are known, so that a message can name them all. */
    private List<NamedSystem> checked() {
        Map<String, NamedSystem> byName = new LinkedHashMap<>();
        kinds.values().forEach(kind -> byName.put(kind.kind(), NamedSystem.undeclared(kind)));
        for (Declaration declaration : declarations) {
            requireName(declaration);
            NamedSystem system = new NamedSystem(declaration.name(), kind(declaration));
            NamedSystem before = byName.putIfAbsent(system.name(), system);
            if (before != null && !before.equals(system)) {
                throw twoKinds(declaration, before);
            }
        }
        return List.copyOf(byName.values());
    }

    private KindSettings kind(Declaration declaration) {
        return Optional.ofNullable(kinds.get(declaration.kind()))
                .orElseThrow(() -> new SettingException(
                        ("%s gives the system %s the kind '%s', which does not exist. The kinds are %s. The declared"
                                        + " systems are %s.")
                                .formatted(
                                        declaration.where(),
                                        declaration.name(),
                                        declaration.kind(),
                                        kindNames(),
                                        declaredNames())));
    }

    private static void requireName(Declaration declaration) {
        String name = declaration.name();
        if (!NAME.matcher(name).matches() || name.contains(BETWEEN_NAMES)) {
            throw new SettingException(
                    ("%s names the system '%s', but a name must consist of lower-case letters, digits and -,"
                                    + " begin with a letter, have at most 40 characters, and not contain %s.")
                            .formatted(declaration.where(), name, BETWEEN_NAMES));
        }
    }

    private static SettingException twoKinds(Declaration declaration, NamedSystem before) {
        return new SettingException(("%s gives the system %s the kind %s, but it already has the kind %s. The name of"
                        + " a kind can only be used for a system of that kind.")
                .formatted(
                        declaration.where(),
                        declaration.name(),
                        declaration.kind(),
                        before.kind().kind()));
    }

    private String kindNames() {
        return String.join(", ", kinds.keySet());
    }

    private String declaredNames() {
        return declarations.stream().map(Declaration::name).distinct().collect(Collectors.joining(", "));
    }
}
