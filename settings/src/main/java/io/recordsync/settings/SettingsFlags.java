package io.recordsync.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Gives a command its settings as flags, and {@code --config}. Use as a picocli mixin. */
public final class SettingsFlags {

    @Option(names = "--config", paramLabel = "FILE", description = "The file with the settings, in YAML or JSON.")
    private @Nullable Path config;

    private final Catalogue settings;
    private final Map<String, String> flags = new LinkedHashMap<>();

    private SettingsFlags(Catalogue settings) {
        this.settings = settings;
    }

    public static SettingsFlags of(Catalogue settings) {
        return new SettingsFlags(settings);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // List.of copies the array.
    public static SettingsFlags of(Class<? extends Record>... records) {
        return of(Catalogue.of(List.of(records)));
    }

    /** Every setting of the class path, for a command that starts several processes. */
    public static SettingsFlags all() {
        return of(Catalogue.ofClassPath());
    }

    /** Called by picocli with the command that uses this mixin. */
    @Spec(Target.MIXEE)
    public void addTo(CommandSpec command) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%nSettings. In the environment, --kafka-topic is KAFKA_TOPIC:%n")
                .exclusive(false)
                .validate(false)
                .order(Integer.MAX_VALUE);
        settings.settings().forEach(setting -> addTo(group, setting));
        command.addArgGroup(group.build());
    }

    private void addTo(ArgGroupSpec.Builder group, SettingDescription setting) {
        String description = setting.description()
                + setting.defaultValue().map(" Default: %s."::formatted).orElse("");
        group.addArg(option(setting.name(), "VALUE", description));
        if (setting.secret()) {
            group.addArg(option(setting.fileName(), "FILE", "A file whose content is the value."));
        }
    }

    private OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(SettingDescription.flag(name))
                .type(String.class)
                .paramLabel(label)
                .description(description.replace("%", "%%"))
                .setter(new ISetter() {
                    @Override
                    public <T> @Nullable T set(@Nullable T value) {
                        if (value != null) {
                            flags.put(name, value.toString());
                        }
                        return null;
                    }
                })
                .build();
    }

    /** Sets a setting as if its flag had been given, for a shorter flag of the command. */
    public void set(String name, String value) {
        flags.put(name, value);
    }

    /** The given flags, this program's environment, and the configuration file. */
    public SettingSources sources() {
        return new SettingSources(flags, System.getenv(), Optional.ofNullable(config));
    }

    /**
     * Reads the settings of this command.
     *
     * @throws SettingException if a value is not allowed
     */
    public Settings read() {
        return Settings.read(Catalogue.ofClassPath(), sources(), settings);
    }
}
