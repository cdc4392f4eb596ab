package io.recordsync.starter.bridge.intake;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.LogFields;
import io.recordsync.starter.bridge.consumer.PollHandler;
import io.recordsync.starter.bridge.intake.ChangeIntake.Refused;
import io.recordsync.starter.bridge.intake.ChangeIntake.Taken;
import io.recordsync.starter.bridge.kafka.DeadLetter;
import io.recordsync.starter.bridge.kafka.DeadLetters;
import io.recordsync.starter.bridge.kafka.KafkaMessages;
import io.recordsync.starter.bridge.kafka.MessagePosition;
import io.recordsync.starter.bridge.lanes.Lane;
import io.recordsync.starter.bridge.load.BridgeMetrics;
import io.recordsync.starter.events.EventReader;
import io.recordsync.starter.events.Reading;
import io.recordsync.starter.events.Reading.Ignored;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.starter.events.Reading.Unreadable;
import io.recordsync.starter.events.Sha256;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.DeadLetterLog;
import io.recordsync.store.ledger.DeadLetterLog.Letter;
import io.recordsync.store.ledger.DeadLetterLog.Logged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in a whole poll: accepts the readable messages and notifies Temporal of them, and publishes the unreadable ones
 * to the dead-letter topic. It returns when all of that is durable, and the reader then commits. It throws when a
 * server cannot be reached, and the reader then gives the same poll again. Handling the same message twice changes
 * nothing.
 */
final class PollIntake implements PollHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PollIntake.class);

    private final EventReader reader;
    private final ChangeIntake intake;
    private final DeadLetterLog log;
    private final DeadLetters deadLetters;
    private final ErrorIds errorIds;
    private final PollSpacing spacing;
    private final BridgeMetrics metrics;
    private final StepsBack stepsBack;

    PollIntake(
            EventReader reader,
            ChangeIntake intake,
            DeadLetterLog log,
            DeadLetters deadLetters,
            ErrorIds errorIds,
            PollSpacing spacing,
            BridgeMetrics metrics) {
        this.reader = reader;
        this.intake = intake;
        this.log = log;
        this.deadLetters = deadLetters;
        this.errorIds = errorIds;
        this.spacing = spacing;
        this.metrics = metrics;
        this.stepsBack = new StepsBack(metrics);
    }

    @Override
    public void take(List<ConsumerRecord<byte[], byte[]>> poll) {
        Poll sorted = new Poll();
        poll.forEach(message -> sorted.add(message, reader.read(KafkaMessages.of(message))));
        Taken taken = intake.take(sorted.changes, Runnable::run);
        taken.refused().forEach(sorted::refuse);
        deadLetter(sorted.unreadable);
        sorted.warnings.forEach(PollIntake::warnOfIgnored);
        stepsBack.tell(taken.accepted());
        metrics.took(taken.accepted(), sorted.unreadable.size(), sorted.ignored);
        if (taken.lane() == Lane.CHUNK) {
            spacing.afterChunks(sorted.changes.size());
        }
    }

    private static void warnOfIgnored(ConsumerRecord<byte[], byte[]> message, String warning) {
        LOG.warn("The message at {} is ignored: {}", MessagePosition.of(message), warning);
    }

    /**
     * Publishes the dead letters that are not published yet. Some may be published already, because the same poll may
     * have been accepted before.
     */
    private void deadLetter(Map<ConsumerRecord<byte[], byte[]>, String> reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        Map<String, Logged> logged = log.log(reasons.entrySet().stream()
                .map(one -> letter(one.getKey(), one.getValue()))
                .toList());
        Map<ConsumerRecord<byte[], byte[]>, DeadLetter> due = new LinkedHashMap<>();
        reasons.forEach((message, reason) -> {
            Logged letter = Objects.requireNonNull(logged.get(door(message)));
            if (!letter.isPublished()) {
                due.put(message, DeadLetter.unreadable(reason, letter.errorId()));
            }
        });
        if (!due.isEmpty()) {
            publish(due);
        }
    }

    /** Records which letters were published even if others fail, so that these are not published again. */
    private void publish(Map<ConsumerRecord<byte[], byte[]>, DeadLetter> due) {
        List<String> published = new ArrayList<>();
        try {
            deadLetters.publishAll(due, message -> {
                published.add(door(message));
                warnOfUnreadable(message, Objects.requireNonNull(due.get(message)));
            });
        } finally {
            log.published(published);
        }
    }

    private Letter letter(ConsumerRecord<byte[], byte[]> message, String reason) {
        return new Letter(door(message), Sha256.hex(message.value()), errorIds.next(), reason);
    }

    private static String door(ConsumerRecord<byte[], byte[]> message) {
        return MessagePosition.of(message).toString();
    }

    private static void warnOfUnreadable(ConsumerRecord<byte[], byte[]> message, DeadLetter letter) {
        LogFields.ofError(letter.errorId())
                .during(() -> LOG.warn(
                        "The message at {} cannot be read as an event, and was published to the dead-letter"
                                + " topic: {}",
                        door(message),
                        letter.reason()));
    }

    /** The messages of one poll, sorted by what they are. */
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

        void refuse(Refused refused) {
            String door = refused.change().door();
            unreadable.put(Objects.requireNonNull(byDoor.get(door)), refused.reason());
        }
    }
}
