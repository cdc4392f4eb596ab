package io.recordsync.worker.cli;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.ObjectSchema.Field;
import io.recordsync.process.StartException;
import io.recordsync.process.Table;
import io.recordsync.settings.SettingDescription;
import io.recordsync.worker.cli.SystemOption.Chosen;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync describe}. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the settings of a system, or its fields for an entity or for one of its own objects.",
        footer = {
            "",
            "Examples:",
            "  recordsync describe servicenow            its settings, and the entities that the rules map",
            "  recordsync describe servicenow contact    the fields of a contact there",
            "  recordsync describe database customer     the columns of the table customer"
        })
public final class DescribeCommand implements Callable<Integer> {

    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ENTITY",
            description =
                    "An entity that the rules map, such as contact, or the system's own name of an object or table.")
    private @Nullable String entity;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        Chosen chosen = system.chosen();
        if (entity == null) {
            settings(chosen);
        } else {
            fields(schema(chosen, entity));
        }
        out().flush();
        return 0;
    }

    private void settings(Chosen chosen) {
        out().printf(
                        "%s requires %s.%n%n",
                        chosen.system().name(), chosen.system().required());
        Table table = new Table();
        for (SettingDescription setting : chosen.system().settings()) {
            table.row("  " + setting.name(), setting.description() + byDefault(setting));
        }
        out().print(table);
        out().printf("%nThe rules map these entities: %s.%n", entities(chosen.objects()));
    }

    /** Each entity, with the system's own name of its object: {@code contact (sys_user), company (core_company)}. */
    private static String entities(Map<String, String> objects) {
        return objects.entrySet().stream()
                .map(entity -> "%s (%s)".formatted(entity.getKey(), entity.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String byDefault(SettingDescription setting) {
        return setting.defaultValue()
                .filter(value -> !value.isEmpty())
                .map(value -> " Default: " + value)
                .orElse("");
    }

    /** What the rules call so is an entity; any other name is the system's own name of an object. */
    private static ObjectSchema schema(Chosen chosen, String name) {
        Map<String, String> objects = chosen.objects();
        String object = objects.getOrDefault(name, name);
        try {
            return chosen.ask(connector -> connector.describe(object, SystemOption.scope()));
        } catch (ConnectorException | CallDeferredException e) {
            throw new StartException(
                    objects.containsKey(name)
                            ? String.valueOf(e.getMessage())
                            : ("%s The rules map no entity %s, so that it was used as the system's own name of"
                                            + " an object. The rules map %s.")
                                    .formatted(e.getMessage(), name, entities(objects)),
                    e);
        }
    }

    private void fields(ObjectSchema schema) {
        out().printf(
                        "%s, %s:%n",
                        schema.object(),
                        schema.live()
                                ? "as the system describes it"
                                : "as known to recordsync, because the system does not describe it");
        Table table = new Table();
        schema.fields().forEach(field -> table.row("  " + field.name(), field.type(), notes(field), field.label()));
        out().print(table);
    }

    private static String notes(Field field) {
        List<String> notes = new ArrayList<>();
        add(notes, field.required(), "required");
        add(notes, field.unique(), "unique");
        add(notes, !field.writable(), "read-only");
        field.longest().ifPresent(most -> notes.add("at most " + most));
        return String.join(", ", notes);
    }

    private static void add(List<String> notes, boolean holds, String note) {
        if (holds) {
            notes.add(note);
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
