package io.recordsync.simulator.events;

import java.io.PrintWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordsync generate}: sends the generated stream to a Kafka topic. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Sends a stream of realistic record events to a Kafka topic.",
        sortOptions = false,
        footer = {
            "",
            "Example: 500 events, 50 per second, the same events each time:",
            "  recordsync generate --events 500 --rate 50 --seed 7"
        })
public final class GenerateCommand implements Callable<Integer> {

    private static final int SECONDS_TO_FINISH = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // Picocli sets it before it calls the command.
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-servers",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "The address of Kafka. KAFKA_BOOTSTRAP_SERVERS; default: ${DEFAULT-VALUE}")
    private String bootstrapServers = "";

    @Option(
            names = "--topic",
            defaultValue = "${env:KAFKA_TOPIC:-internal.customer.events}",
            description = "KAFKA_TOPIC; default: ${DEFAULT-VALUE}")
    private String topic = "";

    @Option(
            names = "--events",
            defaultValue = "0",
            description = "The number of events; 0, the default, sends until Ctrl-C.")
    private long events;

    @Option(
            names = "--rate",
            defaultValue = "${env:EVENTS_PER_SECOND:-5}",
            description = "Events per second. EVENTS_PER_SECOND; default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(
            names = "--seed",
            description = "The same seed sends the same messages, byte for byte. Default: a new seed each time,"
                    + " which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--start",
            description = "The time of the first event in UTC, such as 2026-01-01T00:00:00, which is the default"
                    + " with --seed. Without --seed the default is now.")
    private @Nullable LocalDateTime start;

    @Option(
            names = "--async",
            negatable = true,
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "${env:ENABLE_ASYNC:-true}",
            description = "Sends without waiting for the broker; --no-async waits after each batch. ENABLE_ASYNC;"
                    + " default: ${DEFAULT-VALUE}")
    private boolean async;

    @Option(
            names = "--batch-size",
            defaultValue = "${env:GENERATOR_BATCH_SIZE:-${env:BATCH_SIZE:-10}}",
            description = "The number of events in a batch with --no-async. GENERATOR_BATCH_SIZE or BATCH_SIZE;"
                    + " default: ${DEFAULT-VALUE}")
    private int batchSize;

    @Option(
            names = "--operations",
            defaultValue = "${env:OPERATION_DISTRIBUTION:-" + GeneratorSettings.OPERATIONS + "}",
            description = "The percentage of each operation, 100 in total. OPERATION_DISTRIBUTION; default:"
                    + " ${DEFAULT-VALUE}")
    private String operations = "";

    @Option(
            names = "--contact-types",
            defaultValue = "${env:CONTACT_TYPE_DISTRIBUTION:-" + GeneratorSettings.CONTACT_TYPES + "}",
            description = "The percentage of each type, 100 in total. CONTACT_TYPE_DISTRIBUTION; default:"
                    + " ${DEFAULT-VALUE}")
    private String contactTypes = "";

    @Option(
            names = "--malformed",
            defaultValue = "0",
            description = "The percentage of messages that are malformed on purpose; default: 0")
    private double malformed;

    @Override
    public Integer call() {
        try {
            return send(settings());
        } catch (IllegalArgumentException e) {
            return failed(e.getMessage());
        } catch (KafkaException e) {
            return failed("Kafka at %s did not accept the events: %s"
                    .formatted(bootstrapServers, (e.getCause() == null ? e : e.getCause()).getMessage()));
        }
    }

    private int failed(@Nullable String why) {
        err().println("generate: " + why);
        return 1;
    }

    private int send(GeneratorSettings settings) {
        SentJournal journal = new SentJournal();
        EventGenerator generator = new EventGenerator(settings);
        EventStream.Settings streaming = new EventStream.Settings(topic, rate, async, batchSize);
        out().printf(
                        Locale.ROOT,
                        "Sending to %s at %s, %s per second, seed %d.%n",
                        topic,
                        bootstrapServers,
                        rate,
                        settings.seed());
        CountDownLatch finished = new CountDownLatch(1);
        try (EventStream stream =
                new EventStream(generator, journal, EventStream.producer(bootstrapServers), streaming)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndAwait(stream, finished)));
            stream.run(events == 0 ? Long.MAX_VALUE : events);
            out().printf(Locale.ROOT, "Sent %d events.%n", journal.size());
            out().flush();
        } finally {
            finished.countDown();
        }
        return 0;
    }

    /** On Ctrl-C, waits until the broker has received the events that are being sent. */
    private static void stopAndAwait(EventStream stream, CountDownLatch finished) {
        stream.stop();
        try {
            finished.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private GeneratorSettings settings() {
        long chosen = seed == null ? new Random().nextLong(1_000_000_000) : seed;
        LocalDateTime otherwise = seed == null ? LocalDateTime.now(ZoneOffset.UTC) : GeneratorSettings.START;
        return new GeneratorSettings(
                chosen,
                start == null ? otherwise : start,
                Shares.parse(operations),
                Shares.parse(contactTypes),
                malformed / 100);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
