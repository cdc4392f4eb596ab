package io.recordsync.starter.cli;

import io.recordsync.process.StartException;
import io.recordsync.starter.rest.SweptView;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordsync sweep}. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Signals the workflows of all unsettled and parked records.",
            "Use this command after Temporal has lost its data, or was restored: see docs/operations.md."
                    + " After the end of a process it is not needed."
        },
        footer = {"", "Example:", "  recordsync sweep --all"})
public final class SweepCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Option(names = "--all", description = "Required: the sweep covers all records of all tenants.")
    private boolean all;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        if (!all) {
            throw new ParameterException(
                    command.commandLine(), "Give --all: this command covers all records of all tenants.");
        }
        try (ApiClient client = api.client()) {
            command.commandLine().getOut().println(sweep(client));
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private static String sweep(ApiClient client) {
        long looked = 0;
        long told = 0;
        @Nullable String after = null;
        do {
            SweptView swept = stretch(client, after, told);
            looked += swept.looked();
            told += swept.told();
            after = swept.next();
        } while (after != null);
        return String.format(
                Locale.ROOT,
                "Of %,d records, %,d are unsettled or parked. Their workflows have been signalled.",
                looked,
                told);
    }

    private static SweptView stretch(ApiClient client, @Nullable String after, long told) {
        try {
            return client.read(
                    client.post(
                            "/v1/sync/sweep" + RecordOption.query(Stream.of(RecordOption.parameter("after", after)))),
                    SweptView.class);
        } catch (StartException e) {
            throw new StartException(
                    String.format(
                            Locale.ROOT,
                            "%s The workflows of %d records were signalled before. The same command starts"
                                    + " from the beginning, which does no harm.",
                            e.getMessage(),
                            told),
                    e);
        }
    }
}
