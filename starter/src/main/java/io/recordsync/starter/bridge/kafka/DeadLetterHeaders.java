package io.recordsync.starter.bridge.kafka;

import io.recordsync.starter.events.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead letter, which follow the headers of the message itself. Their names are part of the public
 * interface. A letter may be published more than once; letters are the same when topic, partition, offset and error id
 * are the same.
 */
public final class DeadLetterHeaders {

    public static final String PREFIX = "recordsync-";

    /** {@code unreadable} or {@code parked}. */
    public static final String KIND = PREFIX + "kind";

    public static final String REASON = PREFIX + "reason";

    /** The error id. It is also in the log, and for parked deliveries also in the ledger and in Temporal. */
    public static final String ERROR_ID = PREFIX + "error-id";

    /** The original topic of the message. Absent if Kafka no longer holds the original. */
    public static final String TOPIC = PREFIX + "topic";

    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";

    /** When the message became a dead letter, as ISO 8601 in UTC. */
    public static final String TIME = PREFIX + "time";

    /**
     * The hash of the whole value, in hexadecimal. Present only if the dead letter holds just the beginning of the
     * value.
     */
    public static final String SHA256 = PREFIX + "sha256";

    /** The size of the whole value in bytes. Present only if the dead letter holds just the beginning of the value. */
    public static final String SIZE = PREFIX + "size";

    private DeadLetterHeaders() {}

    static Headers of(ConsumerRecord<?, ?> message, DeadLetter letter, InstantSource clock) {
        RecordHeaders headers = new RecordHeaders(message.headers());
        add(headers, KIND, letter.kind().header());
        add(headers, REASON, letter.reason());
        add(headers, ERROR_ID, letter.errorId());
        add(headers, TIME, Instant.ofEpochMilli(clock.millis()).toString());
        letter.more().forEach((name, value) -> add(headers, PREFIX + name, value));
        if (message.offset() >= 0) {
            add(headers, TOPIC, message.topic());
            add(headers, PARTITION, Integer.toString(message.partition()));
            add(headers, OFFSET, Long.toString(message.offset()));
        }
        return headers;
    }

    /** The position of the message before it first became a dead letter. Empty for a message that never was one. */
    static Optional<MessagePosition> original(Headers headers) {
        // This is asked for each message, and most never were a dead letter: no text is formatted and parsed for them.
        if (headers.lastHeader(TOPIC) == null) {
            return Optional.empty();
        }
        return MessagePosition.parse(
                "kafka:%s/%s@%s".formatted(first(headers, TOPIC), first(headers, PARTITION), first(headers, OFFSET)));
    }

    private static String first(Headers headers, String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        byte[] value = found.hasNext() ? found.next().value() : null;
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    static void addWhole(ConsumerRecord<byte[], byte[]> shortened, byte[] whole) {
        add(shortened.headers(), SHA256, Sha256.hex(whole));
        add(shortened.headers(), SIZE, Integer.toString(whole.length));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
