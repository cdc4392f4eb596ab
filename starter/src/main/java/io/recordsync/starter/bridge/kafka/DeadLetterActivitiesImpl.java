package io.recordsync.starter.bridge.kafka;

import io.recordsync.process.LogFields;
import io.recordsync.starter.bridge.kafka.DeadLetter.Kind;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.LedgerReader;
import io.recordsync.workflows.DeadLetterActivities;
import io.recordsync.workflows.ParkedNotice;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the message of a parked delivery's newest change to the dead-letter topic. If Kafka no longer holds that
 * message, publishes the record id as the key, with an empty value.
 */
final class DeadLetterActivitiesImpl implements DeadLetterActivities {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterActivitiesImpl.class);

    private static final long NOWHERE = -1;

    private final LedgerReader ledger;
    private final OriginalMessages originals;
    private final DeadLetters deadLetters;
    private final KafkaSettings settings;

    DeadLetterActivitiesImpl(
            LedgerReader ledger, OriginalMessages originals, DeadLetters deadLetters, KafkaSettings settings) {
        this.ledger = ledger;
        this.originals = originals;
        this.deadLetters = deadLetters;
        this.settings = settings;
    }

    @Override
    public void publishParked(ParkedNotice notice) {
        RecordKey key = new RecordKey(notice.tenant(), notice.entity(), notice.recordId());
        ConsumerRecord<byte[], byte[]> message = ledger.newestDoor(key)
                .flatMap(MessagePosition::parse)
                .flatMap(door -> originals.find(door, key))
                .orElseGet(() -> keyOnly(key));
        deadLetters.publish(message, letter(notice, key));
        LogFields.of(key)
                .system(notice.system())
                .errorId(notice.failure().errorId())
                .during(() -> LOG.warn("The parked delivery's message is copied to the dead-letter topic"));
    }

    private ConsumerRecord<byte[], byte[]> keyOnly(RecordKey key) {
        byte[] recordId = key.recordId().getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(settings.topic().getFirst(), 0, NOWHERE, recordId, new byte[0]);
    }

    private static DeadLetter letter(ParkedNotice notice, RecordKey key) {
        return new DeadLetter(
                Kind.PARKED,
                notice.failure().reason(),
                notice.failure().errorId(),
                Map.of("system", notice.system(), "record", key.toString()));
    }
}
