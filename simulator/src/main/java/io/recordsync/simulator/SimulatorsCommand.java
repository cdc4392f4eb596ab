package io.recordsync.simulator;

import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.quota.AccountPlan;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordsync simulators}: runs the simulated systems alone, until Ctrl-C. */
@Command(
        name = "simulators",
        mixinStandardHelpOptions = true,
        description = "Runs simulated Salesforce and HubSpot on this machine, for other processes to use.",
        sortOptions = false,
        footer = {
            "",
            "Example: with faults, and data that is found again the next time:",
            "  recordsync simulators --faults mixed --seed 7 --data .recordsync/simulators"
        })
public final class SimulatorsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--salesforce-port",
            defaultValue = "8101",
            description = "0 for any free one; default: ${DEFAULT-VALUE}")
    private int salesforcePort;

    @Option(
            names = "--hubspot-port",
            defaultValue = "8102",
            description = "0 for any free one; default: ${DEFAULT-VALUE}")
    private int hubspotPort;

    @Option(names = "--data", description = "Folder for records and journals. Default: none, in memory.")
    private @Nullable Path data;

    @Option(names = "--faults", defaultValue = "none", description = "none or mixed; default: ${DEFAULT-VALUE}")
    private String faults = "";

    @Option(names = "--seed", defaultValue = "1", description = "Of the faults; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--unlimited", description = "No quotas, for throughput runs.")
    private boolean unlimited;

    @Option(
            names = "--salesforce-daily",
            defaultValue = "100000",
            description = "Salesforce calls in 24 hours; default: ${DEFAULT-VALUE}")
    private long salesforceDaily;

    @Option(
            names = "--hubspot-per-10s",
            defaultValue = "100",
            description = "HubSpot calls in ten seconds; default: ${DEFAULT-VALUE}")
    private int hubspotPerTenSeconds;

    @Option(
            names = "--hubspot-daily",
            defaultValue = "250000",
            description = "HubSpot calls a day; default: ${DEFAULT-VALUE}")
    private long hubspotDaily;

    @Override
    public Integer call() {
        try (Simulators simulators = Simulators.start(options())) {
            describe(simulators);
            Runtime.getRuntime().addShutdownHook(new Thread(simulators::close));
            awaitInterrupt();
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            spec.commandLine().getErr().println("simulators: " + e.getMessage());
            return 1;
        }
    }

    private SimulatorsOptions options() {
        SimulatorsOptions defaults = SimulatorsOptions.defaults();
        return defaults.withPorts(salesforcePort, hubspotPort)
                .withData(data)
                .withFaults(seed, FaultPlan.named(faults))
                .withPlans(salesforcePlan(), hubspotPlan(defaults.hubspotPlan()));
    }

    private AccountPlan salesforcePlan() {
        return unlimited ? AccountPlan.UNLIMITED : AccountPlan.salesforce(salesforceDaily);
    }

    private AccountPlan hubspotPlan(AccountPlan defaults) {
        return unlimited
                ? AccountPlan.UNLIMITED
                : new AccountPlan(hubspotDaily, hubspotPerTenSeconds, defaults.searchesPerSecond());
    }

    /** The credentials are made up, and open nothing but these simulators. */
    private void describe(Simulators simulators) {
        SimulatorsOptions options = simulators.options();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "salesforce  %s  client id %s  client secret %s%n",
                simulators.salesforce().baseUrl(),
                options.salesforce().clientId(),
                options.salesforce().clientSecret());
        out.printf("hubspot     %s  token %s%n", simulators.hubspot().baseUrl(), options.hubspotToken());
        out.println("controls    /_simulator/… on each address; Ctrl-C stops both");
        out.flush();
    }

    /** Ctrl-C ends the process by its shutdown hooks; a program that embeds this command interrupts it. */
    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
