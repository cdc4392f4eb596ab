package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchLoad;
import io.recordsync.benchmarks.harness.BenchMessages;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.harness.Settling;
import io.recordsync.benchmarks.harness.SimulatorClient;
import io.recordsync.benchmarks.harness.SimulatorProcess;
import io.recordsync.benchmarks.peers.Contender.Running;
import io.recordsync.simulator.audit.AuditReport;
import io.recordsync.simulator.events.SentJournal;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The trials that every contender runs. Each contender gets different messages of the same kind, because all of them
 * write to the same simulated system.
 */
public final class Trials {

    /** HubSpot's window allows 100 calls in 10 s, so that a perfect client makes 300 calls in 20 s. */
    public static final int QUOTA_CALLS = 300;

    public static final int QUOTA_SECONDS = 20;

    /** The share of calls that lose their reply in the trial with lost replies. */
    public static final double LOST_REPLIES = 0.2;

    private static final int PARTITIONS = 6;
    private static final String REVISIONS = "create=20,update=80";
    private static final Duration CALL_IN_KILL = Duration.ofMillis(50);
    private static final int POISON_EVERY = 250;
    private static final Duration POISON_CALL = Duration.ofSeconds(2);

    /** Longer than any contender waits for a call of a killed process that may still take effect. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration START = Duration.ofSeconds(90);

    private final BenchEnvironment site;
    private final SimulatorProcess hubspot;
    private final Sizes sizes;
    private final Consumer<String> words;
    private long seed;

    /**
     * The number of events in each trial.
     *
     * @param flood events of different records
     * @param revised events of a fifth as many records, in the trials with a kill and with lost replies
     * @param poison events of different records on one partition, without those of the poisoned record
     */
    public record Sizes(int flood, int revised, int poison) {}

    /**
     * The result of one trial.
     *
     * @param through whether the system reached the newest state of all records
     * @param seconds the time from the first write to the last
     * @param cpu the CPU time of all processes from the first write to the last
     * @param ownCpu the CPU time of the contender's own processes
     */
    public record Seen(
            int records,
            boolean through,
            double seconds,
            CpuTimes cpu,
            Duration ownCpu,
            long calls,
            long limited,
            AuditReport audit) {}

    /** @param words receives progress messages */
    public Trials(BenchEnvironment site, SimulatorProcess hubspot, Sizes sizes, long seed, Consumer<String> words) {
        this.site = site;
        this.hubspot = hubspot;
        this.sizes = sizes;
        this.seed = seed;
        this.words = words;
    }

    /** Creates that wait in Kafka, for an account without a quota. */
    public Seen flood(Contender contender) {
        Task task = salesforce(contender, "flood");
        SentJournal sent = fill(task, PARTITIONS, sizes.flood(), "create=100");
        return measure(contender, task, site.simulator(), sent, running -> {});
    }

    /** The number of creates that fills three of HubSpot's windows with the contender's largest calls. */
    public Seen quota(Contender contender) {
        Task task = new Task("quota-" + contender.name(), BenchTarget.HUBSPOT, true, hubspot.settings());
        int events = QUOTA_CALLS * contender.recordsPerCall(BenchTarget.HUBSPOT);
        SentJournal sent = fill(task, PARTITIONS, events, "create=100");
        return measure(contender, task, hubspot.client(), sent, running -> {});
    }

    /** Several revisions of each record. All processes of the contender are killed halfway, and started again. */
    public Seen killed(Contender contender) {
        Task task = salesforce(contender, "killed");
        SentJournal sent = fill(task, PARTITIONS, sizes.revised(), REVISIONS);
        site.simulator().delay(CALL_IN_KILL);
        try {
            return measure(contender, task, site.simulator(), sent, this::killOnTheWay);
        } finally {
            site.simulator().delay(Duration.ZERO);
        }
    }

    /** Several revisions of each record. A share of the calls takes effect, but the reply is lost. */
    public Seen lostReplies(Contender contender) {
        Task task = salesforce(contender, "lost-replies");
        SentJournal sent = fill(task, PARTITIONS, sizes.revised(), REVISIONS);
        site.simulator().loseReplies(LOST_REPLIES);
        try {
            return measure(contender, task, site.simulator(), sent, running -> {});
        } finally {
            site.simulator().loseReplies(0);
        }
    }

    /** Creates on one partition, without a poisoned record. */
    public Seen unpoisoned(Contender contender) {
        Task task = salesforce(contender, "unpoisoned");
        SentJournal sent = fill(task, 1, sizes.poison(), "create=100");
        return measure(contender, task, site.simulator(), sent, running -> {});
    }

    /** The same with a poisoned record: each of its calls takes two seconds and is then refused. */
    public Seen poisoned(Contender contender) {
        Task task = salesforce(contender, "poisoned");
        Poison poison = new Poison(task.topic(), seed++);
        site.simulator().refuse(poison.recordId());
        SentJournal sent = fillPoisoned(task, poison);
        site.simulator().delayCallsNaming(poison.recordId(), POISON_CALL);
        try {
            return measure(contender, task, site.simulator(), sent, running -> {});
        } finally {
            site.simulator().delay(Duration.ZERO);
        }
    }

    private Task salesforce(Contender contender, String trial) {
        return new Task(trial + "-" + contender.name(), BenchTarget.SALESFORCE, false, site.simulatorSettings());
    }

    private SentJournal fill(Task task, int partitions, int events, String operations) {
        SentJournal sent = new SentJournal();
        site.createTopic(task.topic(), partitions);
        try (BenchLoad load = new BenchLoad(site)) {
            load.fill(
                    task.topic(), new BenchMessages(seed++, BenchMessages.USUAL_BYTES, operations, sent::add), events);
        }
        return sent;
    }

    private SentJournal fillPoisoned(Task task, Poison poison) {
        SentJournal sent = new SentJournal();
        site.createTopic(task.topic(), 1);
        BenchMessages messages = new BenchMessages(seed++, BenchMessages.USUAL_BYTES, "create=100", sent::add);
        try (BenchLoad load = new BenchLoad(site)) {
            for (int i = 0; i < sizes.poison(); i++) {
                if (i % POISON_EVERY == POISON_EVERY / 2) {
                    load.send(poison.next());
                }
                load.send(task.topic(), messages);
            }
            load.flush();
        }
        return sent;
    }

    private interface Disturbance {
        void of(Started started);
    }

    /** A contender that is running, and the observer of its records. */
    private record Started(Running running, JournalFollower follower) {}

    private Seen measure(
            Contender contender, Task task, SimulatorClient simulator, SentJournal sent, Disturbance disturbance) {
        JournalFollower follower = new JournalFollower(simulator, task.target().system(), sent);
        words.accept(String.format(Locale.ROOT, "%s: %,d events wait", task.topic(), sent.size()));
        try (Running running = contender.start(task)) {
            await(() -> follower.effects() > 0, START);
            CpuTimes before = site.cpu().read();
            disturbance.of(new Started(running, follower));
            boolean through = awaitThrough(follower);
            CpuTimes cpu = site.cpu().read().since(before);
            awaitQuiet(follower);
            follower.isThrough();
            Seen seen = new Seen(
                    follower.records(),
                    through,
                    follower.seconds(),
                    cpu,
                    cpu.of(contender.parts()),
                    follower.calls(),
                    follower.limited(),
                    follower.audit());
            words.accept("%s: %s".formatted(task.topic(), told(seen)));
            return seen;
        }
    }

    private static String told(Seen seen) {
        return String.format(
                Locale.ROOT,
                "%s after %.1f s, %,d calls, %d limited, %d lost, %d stale, %d duplicates",
                seen.through() ? "complete" : "NOT COMPLETE",
                seen.seconds(),
                seen.calls(),
                seen.limited(),
                seen.audit().lost(),
                seen.audit().stale(),
                seen.audit().duplicates());
    }

    private void killOnTheWay(Started started) {
        await(started.follower()::isHalfThrough, PATIENCE);
        started.running().kill();
        words.accept(String.format(
                Locale.ROOT, "killed after %,d effects", started.follower().effects()));
        started.running().restart();
    }

    /** Returns false if nothing happened for too long. */
    private static boolean awaitThrough(JournalFollower follower) {
        return new Settling(PATIENCE, line -> {}).await(follower::effects, follower.records(), follower::isThrough);
    }

    /** Waits until nothing more is written, because a late write may be stale. */
    private static void awaitQuiet(JournalFollower follower) {
        long before = -1;
        long now = follower.effects();
        while (now > before) {
            before = now;
            LockSupport.parkNanos(QUIET.toNanos());
            now = follower.effects();
        }
    }

    private static void await(BooleanSupplier happened, Duration limit) {
        long begun = System.nanoTime();
        while (!happened.getAsBoolean() && System.nanoTime() - begun < limit.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
