package io.recordsync.devstack.demo.twoway;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A number of edits on both sides, after which the two sides are compared. */
public final class TwoWayRun {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final TwoWayDemo demo;
    private final int edits;
    private final PrintWriter out;
    private final Followed followed;

    public TwoWayRun(TwoWayDemo demo, int edits, PrintWriter out) {
        this.demo = demo;
        this.edits = edits;
        this.out = out;
        this.followed = new Followed(demo.editor(), demo.links());
    }

    /** Returns the exit code: 0 if both sides are equal but for a few listed conflicts, and no edit is lost. */
    public int run() throws InterruptedException {
        say("Waiting until both sides have the contacts of the first day.");
        awaitRest(Instant.EPOCH);
        say(String.format(
                Locale.ROOT,
                "%d edits at %s per second, seed %d.",
                edits,
                demo.options().rate(),
                demo.options().seed()));
        edit();
        awaitRest(Instant.now());
        SidesReport report =
                SidesReport.of(demo.users(), demo.contacts(), demo.editor().edits(), demo.links());
        report.unequal().forEach(this::say);
        report.lost().forEach(this::say);
        say(times(followed.times()));
        say(report.json());
        return report.isGood() ? 0 : 1;
    }

    private void edit() throws InterruptedException {
        long pause = (long) (Duration.ofSeconds(1).toMillis() / demo.options().rate());
        while (demo.editor().edits().size() < edits) {
            demo.editor().step();
            followed.look(Instant.now());
            Thread.sleep(pause);
        }
    }

    private void awaitRest(Instant since) throws InterruptedException {
        for (long waited = 0; !isAtRest(since); waited += BETWEEN_LOOKS.toMillis()) {
            if (waited % BETWEEN_WORDS.toMillis() == 0) {
                say(String.format(
                        Locale.ROOT,
                        "Waiting: %d deliveries are due.",
                        demo.store().backlog().unsettled().total()));
            }
            followed.look(Instant.now());
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** Everything is delivered, each side was read twice since without news, and no late write is under way. */
    private boolean isAtRest(Instant since) {
        return demo.store().backlog().unsettled().total() == 0
                && demo.contacts().simulator().counts().pendingWrites() == 0
                && demo.reads().isQuietSince(demo.users().system(), since)
                && demo.reads().isQuietSince(demo.contacts().system(), since);
    }

    static String times(List<Duration> sorted) {
        return sorted.isEmpty()
                ? "No edit has reached the other side."
                : String.format(
                        Locale.ROOT,
                        "From an edit to the other side: half within %.1f s, 99 %% within %.1f s, %d measured.",
                        seconds(sorted, 50),
                        seconds(sorted, 99),
                        sorted.size());
    }

    private static double seconds(List<Duration> sorted, int percent) {
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) sorted.size() * percent / 100))
                        .toMillis()
                / 1000.0;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
