package io.recordsync.devstack.demo;

import io.recordsync.settings.SettingException;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;

/** A system that the demo is asked for: its name and its kind. */
record DemoSystemName(String name, String kind) {

    /** @param text the name of a kind, or {@code name:kind} for a system with a name of its own */
    static DemoSystemName of(String text) {
        String[] parts = text.split(":", 2);
        return new DemoSystemName(parts[0], parts[parts.length - 1]);
    }

    /**
     * Reads the declarations as worker and starter will.
     *
     * @throws SettingException if a name or a kind is not allowed
     */
    static void requireAllowed(List<DemoSystemName> systems) {
        String list = systems.stream()
                .map(system -> system.name() + ":" + system.kind())
                .collect(Collectors.joining(","));
        Settings.readAll(new SettingSources(Map.of(), Map.of("SYNC_SYSTEMS", list), Optional.empty()));
    }

    /** Whether it has a name of its own, so that the settings must declare it. */
    boolean isDeclared() {
        return !name.equals(kind);
    }

    /** The name of one of its settings, which begins with the name of the system. */
    String setting(String setting) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + setting;
    }

    /** Reads a name of the command line. */
    static final class Converter implements ITypeConverter<DemoSystemName> {

        @Override
        public DemoSystemName convert(String text) {
            return DemoSystemName.of(text);
        }
    }

    @Override
    public String toString() {
        return isDeclared() ? name + ":" + kind : name;
    }
}
