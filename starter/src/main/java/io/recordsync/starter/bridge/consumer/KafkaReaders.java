package io.recordsync.starter.bridge.consumer;

import io.recordsync.process.ErrorIds;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.load.PauseControl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * The readers of one starter. They are members of one consumer group and share its partitions, each with its own
 * consumer and thread.
 */
final class KafkaReaders implements SmartLifecycle, PauseControl {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReaders.class);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration STOP_AFTER_INTERRUPT = Duration.ofSeconds(5);

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final KafkaSettings settings;
    private final PollHandler handler;
    private final Duration betweenSessions;
    private final Runnable giveUp;
    private final ErrorIds errorIds;
    private volatile boolean paused;
    private volatile List<KafkaReader> readers = List.of();

    /**
     * @param betweenSessions the wait between a failed session and the next one
     * @param giveUp called when a reader is not expected to read in this process again
     */
    KafkaReaders(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaSettings settings,
            PollHandler handler,
            Duration betweenSessions,
            Runnable giveUp,
            ErrorIds errorIds) {
        this.consumers = consumers;
        this.settings = settings;
        this.handler = handler;
        this.betweenSessions = betweenSessions;
        this.giveUp = giveUp;
        this.errorIds = errorIds;
    }

    @Override
    public synchronized void start() {
        readers = IntStream.range(0, settings.concurrency())
                .mapToObj(this::reader)
                .toList();
        readers.forEach(KafkaReader::start);
    }

    private KafkaReader reader(int number) {
        return new KafkaReader(
                "reader-" + number, () -> session(number), betweenSessions, giveUp, errorIds, System::nanoTime);
    }

    private ConsumerSession session(int number) {
        return new ConsumerSession(
                consumers.createConsumer(null, null, "-" + number),
                settings.topic(),
                handler,
                this::isPaused,
                System::nanoTime);
    }

    @Override
    public synchronized void stop() {
        readers.forEach(KafkaReader::stop);
        try {
            for (KafkaReader reader : readers) {
                reader.awaitStopped(STOP_PATIENCE, STOP_AFTER_INTERRUPT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while the readers were stopping. Messages that they have not committed are"
                    + " read again");
        }
        readers = List.of();
    }

    @Override
    public boolean isRunning() {
        return !readers.isEmpty();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    /** The reason why a reader cannot read, for people. Empty if all read or are paused. */
    Optional<String> problem() {
        List<KafkaReader> current = readers;
        return current.isEmpty()
                ? Optional.of("reading has stopped")
                : current.stream()
                        .map(KafkaReader::problem)
                        .flatMap(Optional::stream)
                        .findFirst();
    }
}
