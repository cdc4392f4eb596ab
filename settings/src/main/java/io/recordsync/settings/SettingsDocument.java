package io.recordsync.settings;

/** The documentation page of the settings. */
public final class SettingsDocument {

    private static final String HEAD = """
            # Settings

            A setting can be given as a flag (`--kafka-topic orders`), in the environment (`KAFKA_TOPIC=orders`), or in
            the configuration file that `--config FILE` names. The file is YAML or JSON; its names are nested, dotted,
            or the same as in the environment. If a setting is given more than once, the flag overrides the
            environment, and the environment overrides the file. A process does not start with an unknown name or a
            value that is not allowed; its exit code is then 2. Secret settings are never shown. Instead of its value,
            a secret can be given as a file: `NAME_FILE` contains the path.

            The settings of a system begin with its name. The table lists them for systems that are named like their
            kind. A system with its own name has the same settings, which begin with that name in capitals, with `_`
            for `-`: for example `CRM_EU_BASE_URL` for a system `crm-eu` of the kind `salesforce`. These
            are given in the environment or in the configuration file only; they have no flags.
            [connectors/README.md](connectors/README.md#several-systems-of-one-kind) explains how to declare it.

            This page is generated from the code. Do not edit it.

            | name | default | must be | meaning |
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
