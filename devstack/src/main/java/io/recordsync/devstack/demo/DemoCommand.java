package io.recordsync.devstack.demo;

import io.recordsync.devstack.DataFolder;
import io.recordsync.devstack.Progress;
import io.recordsync.devstack.demo.twoway.TwoWayDemo;
import io.recordsync.devstack.demo.twoway.TwoWayRun;
import io.recordsync.devstack.demo.twoway.TwoWayView;
import io.recordsync.settings.SettingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordsync demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs recordsync with all its servers on this machine, and shows the results.",
            "Starts Kafka, PostgreSQL, Temporal with its Web UI, simulators of the systems, a worker, a"
                    + " starter, and a stream of events.",
            "With --two-way people edit the rows of an SQLite file and the contacts of Salesforce instead, and both are"
                    + " kept the same."
        },
        footer = {
            "",
            "The settings of the worker and the starter come from the environment, as in HTTP_MAX_RETRIES=2.",
            "TEMPORAL_ADDRESS, KAFKA_BOOTSTRAP_SERVERS and DATABASE_URL name servers that are already running.",
            "",
            "Examples:",
            "  recordsync demo",
            "  recordsync demo --once --events 500 --rate 50 --faults mixed",
            "  recordsync demo --two-way                             people edit an SQLite file and Salesforce",
            "  recordsync demo --two-way --once --edits 500 --faults mixed",
            "  recordsync demo --systems servicenow,outreach",
            "  recordsync demo --systems crm-eu:salesforce,crm-us:salesforce,archive:files",
            "  recordsync demo --rate 0                              sends nothing: for events of your own"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final String EVENTS_PER_SECOND = "5";
    private static final double EDITS_PER_SECOND = 2;

    @Option(
            names = "--two-way",
            description = "Edits on both sides of an SQLite file and Salesforce, instead of a stream of events.")
    private boolean twoWay;

    @Option(
            names = "--once",
            description = "Sends --events events, or makes --edits edits, waits until each is settled, audits the"
                    + " result, and ends.")
    private boolean once;

    @Option(
            names = "--events",
            defaultValue = "500",
            description = "The number of events that --once sends; default: 500")
    private int events;

    @Option(
            names = "--edits",
            defaultValue = "500",
            description = "The number of edits that --two-way --once makes; default: 500")
    private int edits;

    @Option(
            names = "--rate",
            description = "Events per second; 0 sends none. EVENTS_PER_SECOND; default: 5. With --two-way: edits per"
                    + " second; default: 2")
    private @Nullable Double rate;

    @Option(
            names = "--seed",
            description = "The same seed gives the same events and the same faults. Default: a new seed each time.")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            defaultValue = "none",
            description = "none, or mixed: the simulators fail, hang, lose replies and refuse records; default: none")
    private String faults = "none";

    @Option(
            names = "--systems",
            paramLabel = "SYSTEM",
            split = ",",
            converter = DemoSystemName.Converter.class,
            description =
                    "The systems to which each record is sent: kinds, or NAME:KIND for a system with its own name."
                            + " Default: salesforce and hubspot, depending on the record's type.")
    private List<DemoSystemName> systems = DemoSystems.USUAL;

    @Option(names = "--data", paramLabel = "DIR", description = "The folder of all data. Default: .recordsync")
    private @Nullable Path data;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        if (twoWay) {
            return twoWay(out);
        }
        try (Demo demo = Demo.start(options(), progress(out))) {
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
            return once ? new AuditedRun(demo, events, out).run() : live(demo, out);
        }
    }

    private int twoWay(PrintWriter out) throws InterruptedException {
        double perSecond = rate == null ? EDITS_PER_SECOND : rate;
        if (edits < 1 || !(perSecond > 0)) {
            throw new ParameterException(command.commandLine(), "--edits and --rate must be more than 0.");
        }
        TwoWayDemo.Options options = new TwoWayDemo.Options(
                DataFolder.at(folder().root().resolve("two-way")),
                seed(),
                perSecond,
                FaultPlans.withoutRefusals(faults),
                Map.copyOf(System.getenv()));
        try (TwoWayDemo demo = TwoWayDemo.start(options, progress(out))) {
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
            return once ? new TwoWayRun(demo, edits, out).run() : live(demo, out);
        }
    }

    private static int live(TwoWayDemo demo, PrintWriter out) throws InterruptedException {
        try (TwoWayView view = new TwoWayView(demo, out, System.console() != null, Clock.systemUTC())) {
            view.start();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static int live(Demo demo, PrintWriter out) throws InterruptedException {
        try (LiveView view = new LiveView(demo, out, System.console() != null, Clock.systemUTC())) {
            view.start();
            demo.stream().ifPresent(stream -> stream.run(Long.MAX_VALUE));
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private Demo.Options options() {
        double perSecond = rate == null ? eventsPerSecond() : rate;
        if (events < 1 || !(perSecond >= 0) || (once && perSecond == 0)) {
            throw new ParameterException(
                    command.commandLine(), "--events and --rate must be more than 0; without --once, --rate may be 0.");
        }
        requireAllowedSystems();
        return new Demo.Options(
                folder(),
                List.copyOf(new LinkedHashSet<>(systems)),
                seed(),
                seed != null,
                perSecond,
                FaultPlans.named(faults),
                Map.copyOf(System.getenv()));
    }

    private DataFolder folder() {
        return data == null ? DataFolder.usual() : DataFolder.at(data);
    }

    private long seed() {
        return seed == null ? new SecureRandom().nextInt(1_000_000_000) : seed;
    }

    private double eventsPerSecond() {
        String text = System.getenv().getOrDefault("EVENTS_PER_SECOND", EVENTS_PER_SECOND);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    command.commandLine(), "EVENTS_PER_SECOND is '%s', which is not a number.".formatted(text), e);
        }
    }

    /** Called before a folder or database is created for a system. */
    private void requireAllowedSystems() {
        try {
            DemoSystemName.requireAllowed(systems);
        } catch (SettingException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "--systems is not allowed, because the demo sets SYNC_SYSTEMS to it: " + e.getMessage(),
                    e);
        }
    }

    private static Progress progress(PrintWriter out) {
        return new Progress() {
            @Override
            public void note(String line) {
                out.println("  " + line);
                out.flush();
            }

            @Override
            public void done(String step, java.time.Duration took) {
                out.printf(Locale.ROOT, "  %s (%.1f s)%n", step, took.toMillis() / 1000.0);
                out.flush();
            }
        };
    }
}
