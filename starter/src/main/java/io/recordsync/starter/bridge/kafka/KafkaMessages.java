package io.recordsync.starter.bridge.kafka;

import io.recordsync.starter.events.EventMessage;
import io.recordsync.store.ledger.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Converts Kafka's messages to the form that the event reader takes. */
public final class KafkaMessages {

    /** No format has a header with a longer name, and converting a very long name to lower case would be slow. */
    private static final int MAX_NAME_LENGTH = 200;

    private KafkaMessages() {}

    /**
     * A dead letter that is sent again keeps its original log position, because messages after that position are newer.
     */
    public static EventMessage of(ConsumerRecord<byte[], byte[]> message) {
        LogPlace door = MessagePosition.of(message).inLog();
        LogPlace first = DeadLetterHeaders.original(message.headers())
                .map(MessagePosition::inLog)
                .orElse(door);
        return new EventMessage(message.topic(), door.toString(), first, headers(message), message.value());
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.headers()) {
            if (header.value() != null && header.key().length() <= MAX_NAME_LENGTH) {
                headers.put(header.key().toLowerCase(Locale.ROOT), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return headers;
    }
}
