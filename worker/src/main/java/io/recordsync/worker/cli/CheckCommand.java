package io.recordsync.worker.cli;

import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.worker.cli.SystemOption.Chosen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code recordsync check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks the account of a system: connection, credentials and permissions.",
            "Also checks the field for the record id. Shows each problem and how to correct it. Makes a few calls,"
                    + " and changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  HUBSPOT_API_TOKEN_FILE=/run/secrets/hubspot recordsync check hubspot",
            "  recordsync check salesforce --config recordsync.yaml"
        })
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final SystemOption system = new SystemOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** Returns 0 when all is well, 1 when something is not. */
    @Override
    public Integer call() {
        Chosen chosen = system.chosen();
        List<String> objects = List.copyOf(chosen.objects().values());
        CheckReport checkup = chosen.ask(connector -> connector.check(objects, SystemOption.scope()));
        checkup.findings().forEach(this::print);
        chosen.ruleWarnings()
                .forEach(warning -> command.commandLine().getOut().printf("%-7s rules: %s%n", "warning", warning));
        command.commandLine().getOut().flush();
        return checkup.isGood() ? 0 : 1;
    }

    private void print(Finding finding) {
        command.commandLine()
                .getOut()
                .printf("%-7s %s: %s%n", finding.good() ? "ok" : "FAILED", finding.what(), finding.sentence());
    }
}
