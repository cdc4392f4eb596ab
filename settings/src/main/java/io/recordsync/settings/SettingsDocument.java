package io.recordsync.settings;

/** The documentation page of the settings. */
public final class SettingsDocument {

    private static final String HEAD = """
            # Settings

            Each may be given as a flag (`--kafka-topic orders`), in the environment (`KAFKA_TOPIC=orders`), or in the one file that `--config FILE`
            names (YAML or JSON; nested, dotted, or as in the environment): the first of these that has it wins. A value that is not allowed, or a name that is not
            known, stops the start with exit code 2. The secret ones are never shown, and may be given as a file: `NAME_FILE` with its path.

            The settings of a system begin with its name. The table has those of systems that are named like their kind. A system with a name of its own has
            the same settings, with its name in capitals instead of the kind's, and `_` for `-`: `CRM_EU_BASE_URL` for a system `crm-eu` of the kind `salesforce`.
            [connectors/README.md](connectors/README.md#several-systems-of-one-kind) says how to declare one.

            Made from the code: do not edit.

            | name | default | must be | what for |
            |---|---|---|---|
            """;

    private SettingsDocument() {}

    /** The page, with all settings in one table. */
    public static String of(Catalogue catalogue) {
        StringBuilder page = new StringBuilder(HEAD);
        catalogue.settings().forEach(setting -> page.append(row(setting)));
        return page.toString();
    }

    private static String row(SettingDescription setting) {
        return "| `%s` | %s | %s | %s%s |\n"
                .formatted(
                        setting.name(),
                        setting.defaultValue().map(value -> "`" + value + "`").orElse(""),
                        setting.allowed(),
                        setting.description(),
                        setting.secret() ? " Secret." : "");
    }
}
