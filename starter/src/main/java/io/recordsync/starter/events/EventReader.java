package io.recordsync.starter.events;

import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.events.Reading.Ignored;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.starter.events.Reading.Unreadable;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Sources;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of every format. The format is the one set for the topic, or otherwise is recognised by shape and
 * headers. Never throws: for a message that cannot be read, the answer says why.
 */
public final class EventReader {

    /** The largest message that can be read, in bytes. */
    public static final int MAX_MESSAGE_BYTES = Body.MAX_BYTES;

    private static final byte[] NO_DATA = "{}".getBytes(StandardCharsets.UTF_8);

    private final Map<EventFormat.Name, EventFormat> formats = new EnumMap<>(EventFormat.Name.class);
    private final Map<String, EventFormat.Name> byTopic;
    private final TenantSettings tenants;

    /**
     * @param topics the topics that have one format only
     * @param tables the tables that Debezium captures, and what they hold
     * @param leftOut the placeholder that Debezium writes for a value that the database's log does not hold
     * @param tenants decides whose events are accepted
     */
    public EventReader(List<TopicFormat> topics, List<DebeziumTable> tables, String leftOut, TenantSettings tenants) {
        this.tenants = tenants;
        formats.put(EventFormat.Name.CLOUDEVENT, new CloudEvent());
        formats.put(EventFormat.Name.DEBEZIUM, new DebeziumEvent(tables, new LeftOut(leftOut)));
        formats.put(EventFormat.Name.CUSTOMER, new CustomerEvent());
        formats.put(EventFormat.Name.RECORD, new RecordEvent());
        byTopic = topics.stream()
                .collect(Collectors.toUnmodifiableMap(
                        TopicFormat::topic, topic -> EventFormat.Name.of(topic.format()), (first, second) -> second));
    }

    public Reading read(EventMessage message) {
        byte[] value = message.value();
        if (value == null && !CloudEvent.isBinary(message)) {
            return new Ignored(Optional.empty());
        }
        try {
            Part body = Body.parse(value == null ? NO_DATA : value);
            return allowed(format(message, body).read(message, body));
        } catch (UnreadableException e) {
            return new Unreadable(e.reason());
        } catch (IllegalArgumentException e) {
            // The ledger cannot hold the change. The message says why, without record content.
            return new Unreadable(Objects.requireNonNullElse(e.getMessage(), "the ledger cannot store it"));
        }
    }

    private Reading allowed(Reading reading) throws UnreadableException {
        if (reading instanceof Readable(var change)) {
            requireConnection(change.key());
            requireProducer(change.source());
        }
        return reading;
    }

    /** Otherwise a producer could speak as a system that is read, or as a person who decides. */
    private static void requireProducer(String source) throws UnreadableException {
        if (!Sources.isProducer(source)) {
            throw new UnreadableException(
                    "its source begins with system/, person/ or recordsync/, which recordsync uses itself: give the"
                            + " source another name");
        }
    }

    private void requireConnection(RecordKey key) throws UnreadableException {
        if (!tenants.hasConnection(key.tenant())) {
            throw new UnreadableException(
                    "its tenant has no connection to any system, because only the tenant default has one:"
                            + " leave metadata.customer_id out, or set SYNC_SHARED_ACCOUNTS to true for all starters"
                            + " and workers");
        }
        if (tenants.isAmbiguous(key)) {
            throw new UnreadableException(
                    "while SYNC_SHARED_ACCOUNTS is true, a record id of the tenant default must have no"
                            + " slash: the systems could mistake it for another tenant's record");
        }
    }

    private EventFormat format(EventMessage message, Part body) throws UnreadableException {
        EventFormat.@Nullable Name set = byTopic.get(message.channel());
        if (set != null) {
            return Objects.requireNonNull(formats.get(set));
        }
        for (EventFormat format : formats.values()) {
            if (format.looksLike(message, body)) {
                return format;
            }
        }
        throw new UnreadableException("it has none of the known formats: customer, record, cloudevent, debezium");
    }
}
