package io.recordsync.starter.cli;

import io.recordsync.settings.StartException;
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
            "Tells Temporal of all records that are not settled or are parked, after Temporal's store was lost or restored.",
            "What a dead process has left the starter finds by itself. docs/operations.md says what else to do."
        },
        footer = {"", "Example:", "  recordsync sweep --all"})
public final class SweepCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Option(names = "--all", description = "All records of all tenants.")
    private boolean all;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        if (!all) {
            throw new ParameterException(
                    command.commandLine(), "Give --all: a sweep by hand is of all records of all tenants.");
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
                "Of %,d records %,d are not settled or are parked; Temporal is told of each of those.",
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
                            "%s Until then Temporal was told of %d records; the same command begins anew, and does no"
                                    + " harm.",
                            e.getMessage(),
                            told),
                    e);
        }
    }
}
