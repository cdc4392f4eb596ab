package io.recordsync.starter.bridge.consumer;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.StandingAlert;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * One thread that reads from Kafka until it is stopped. When a session fails for any reason, another one begins, and
 * one alert is logged until reading works again. The reader gives up when sessions have failed for ten minutes for a
 * reason other than missing permission, because a further session is then not expected to succeed.
 */
final class KafkaReader {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReader.class);

    /** A session that has lasted this long counts as recovered, also if no message came. */
    private static final Duration RECOVERED = Duration.ofMinutes(1);

    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);

    /**
     * A reader that has not polled for this long counts as failing. It is longer than a poll takes to fail when its
     * servers do not answer.
     */
    private static final Duration MAX_TURN = Duration.ofMinutes(2);

    private final String name;
    private final Supplier<ConsumerSession> sessions;
    private final Duration betweenSessions;
    private final Runnable giveUp;
    private final StandingAlert alert;
    private final LongSupplier nanoClock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile long lastTurn;
    private volatile @Nullable Failing failing;

    /** The state while sessions fail: since when, and why. */
    private record Failing(long since, String reason) {}

    /**
     * @param name the reader's name in the log and in readiness
     * @param betweenSessions the wait between a failed session and the next one
     * @param giveUp called last in the reader's thread when it gives up
     */
    KafkaReader(
            String name,
            Supplier<ConsumerSession> sessions,
            Duration betweenSessions,
            Runnable giveUp,
            ErrorIds errorIds,
            LongSupplier nanoClock) {
        this.name = name;
        this.sessions = sessions;
        this.betweenSessions = betweenSessions;
        this.giveUp = giveUp;
        this.alert = StandingAlert.of(LOG, errorIds);
        this.nanoClock = nanoClock;
        this.lastTurn = nanoClock.getAsLong();
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isStopping()) {
            try {
                readOneSession();
            } catch (Throwable e) {
                if (!isStopping() && isHopeless(e)) {
                    giveUp.run();
                    return;
                }
                awaitNextSession();
            }
        }
    }

    private void readOneSession() {
        long begun = nanoClock.getAsLong();
        try (ConsumerSession session = sessions.get()) {
            while (!isStopping()) {
                session.turn();
                lastTurn = nanoClock.getAsLong();
                if (session.hasAccepted() || lastTurn - begun > RECOVERED.toNanos()) {
                    recovered();
                }
            }
            // Clears an interrupt that was meant to end a wait of the stopping reader, so that leaving the group is not
            // interrupted.
            Thread.interrupted();
        }
    }

    private void recovered() {
        if (failing != null) {
            failing = null;
            alert.clear("Reading from Kafka works again (%s)".formatted(name));
        }
    }

    /** Records a failed session. Returns whether a further session is not expected to succeed. */
    private boolean isHopeless(Throwable failure) {
        Failing before = failing;
        Failing now = new Failing(
                before == null ? nanoClock.getAsLong() : before.since(),
                NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName());
        failing = now;
        alert.raise(() -> text(failure), failure);
        return !isRefusal(failure) && nanoClock.getAsLong() - now.since() > GIVE_UP_AFTER.toNanos();
    }

    private String text(Throwable failure) {
        String advice = isRefusal(failure)
                ? ". Kafka must allow this starter to log in, to read the topics and to use the consumer group"
                : "";
        return "reading from Kafka failed (%s). The reader starts again at the committed offsets until it succeeds%s"
                .formatted(name, advice);
    }

    /**
     * Missing permission is no reason to give up: an administrator may grant it at any time, and a new process would
     * not have it sooner.
     */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof AuthorizationException || failure instanceof AuthenticationException;
    }

    private void awaitNextSession() {
        try {
            stopping.await(betweenSessions.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** The reason why the reader cannot read, for people. Empty if it reads. */
    Optional<String> problem() {
        Failing now = failing;
        if (!thread.isAlive()) {
            return Optional.of(name + " is not running");
        }
        if (now != null) {
            return Optional.of("%s fails (%s), and is being restarted".formatted(name, now.reason()));
        }
        Duration since = Duration.ofNanos(nanoClock.getAsLong() - lastTurn);
        return since.compareTo(MAX_TURN) > 0
                ? Optional.of(String.format(Locale.ROOT, "%s has not polled for %d s", name, since.toSeconds()))
                : Optional.empty();
    }

    /** Asks the reader to end after its current turn. */
    void stop() {
        stopping.countDown();
    }

    /** Waits until the reader has ended. After {@code patience} its thread is interrupted. */
    void awaitStopped(Duration patience, Duration afterInterrupt) throws InterruptedException {
        if (!thread.join(patience)) {
            thread.interrupt();
            thread.join(afterInterrupt);
        }
    }
}
