package io.recordsync.starter.bridge;

import io.recordsync.settings.ErrorIds;
import io.recordsync.settings.LogFields;
import io.recordsync.starter.bridge.Intake.Taken;
import io.recordsync.starter.events.EventReader;
import io.recordsync.starter.events.Reading;
import io.recordsync.starter.events.Reading.Ignored;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.starter.events.Reading.Unreadable;
import io.recordsync.store.Change;
import io.recordsync.store.DeadLetterLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;

/**
 * Takes a whole poll in: what can be read is accepted and told to Temporal, what cannot goes to the dead-letter topic. It returns when all of
 * that is durable, and the container commits; it throws when a server is away, and the container gives the same poll again. Either may
 * happen twice for the same message, which changes nothing.
 */
final class Bridge implements BatchMessageListener<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    private final EventReader reader;
    private final Intake intake;
    private final DeadLetterLog log;
    private final DeadLetters deadLetters;
    private final ErrorIds errorIds;
    private final BridgeMetrics metrics;
    private final StepsBack stepsBack;

    Bridge(
            EventReader reader,
            Intake intake,
            DeadLetterLog log,
            DeadLetters deadLetters,
            ErrorIds errorIds,
            BridgeMetrics metrics) {
        this.reader = reader;
        this.intake = intake;
        this.log = log;
        this.deadLetters = deadLetters;
        this.errorIds = errorIds;
        this.metrics = metrics;
        this.stepsBack = new StepsBack(metrics);
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> poll) {
        Poll sorted = new Poll();
        poll.forEach(message -> sorted.add(message, reader.read(KafkaMessages.of(message))));
        Taken taken = intake.take(sorted.changes);
        taken.refused().forEach(sorted::refuse);
        sorted.unreadable.forEach(this::bury);
        sorted.warnings.forEach(Bridge::warn);
        stepsBack.tell(taken.accepted());
        metrics.took(taken.accepted(), sorted.unreadable.size(), sorted.ignored);
    }

    private static void warn(ConsumerRecord<byte[], byte[]> message, String warning) {
        LOG.warn("The message at {} is ignored: {}", KafkaDoor.of(message), warning);
    }

    private void bury(ConsumerRecord<byte[], byte[]> message, String reason) {
        String door = KafkaDoor.of(message).toString();
        String errorId = log.log(door, errorIds.next(), reason);
        deadLetters.publish(message, DeadLetter.unreadable(reason, errorId));
        try (LogFields about = LogFields.ofError(errorId)) {
            LOG.warn(
                    "The message at {} is no event that can be read, and is on the dead-letter topic: {}",
                    door,
                    reason);
        }
    }

    /** One poll's messages by what they are. */
    private static final class Poll {

        private final List<Change> changes = new ArrayList<>();
        private final Map<String, ConsumerRecord<byte[], byte[]>> byDoor = new LinkedHashMap<>();
        private final Map<ConsumerRecord<byte[], byte[]>, String> unreadable = new LinkedHashMap<>();
        private final Map<ConsumerRecord<byte[], byte[]>, String> warnings = new LinkedHashMap<>();
        private int ignored;

        void add(ConsumerRecord<byte[], byte[]> message, Reading reading) {
            switch (reading) {
                case Readable(Change change) -> {
                    changes.add(change);
                    byDoor.put(change.door(), message);
                }
                case Unreadable(String reason) -> unreadable.put(message, reason);
                case Ignored(Optional<String> warning) -> {
                    ignored++;
                    warning.ifPresent(text -> warnings.put(message, text));
                }
            }
        }

        void refuse(Change change, String reason) {
            unreadable.put(Objects.requireNonNull(byDoor.get(change.door())), reason);
        }
    }
}
