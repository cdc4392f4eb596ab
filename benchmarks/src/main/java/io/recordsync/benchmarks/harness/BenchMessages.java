package io.recordsync.benchmarks.harness;

import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.GeneratedEvent;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.events.Shares;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates of distinct customers as record events, each filled up to the wanted size by a field of notes that no rule
 * maps. The same seed makes the same messages; different seeds make different records.
 */
public final class BenchMessages {

    /** The size of a message where nothing else is said, in bytes. */
    public static final int USUAL_BYTES = 1000;

    private static final int AROUND_NOTES = ",\"notes\":\"\"".length();

    private final JsonMapper json = JsonMapper.builder().build();
    private final EventGenerator generator;
    private final RandomGenerator random;
    private final int bytes;
    private final Consumer<SentEvent> journal;

    /** @param bytes of each message; one whose own fields need more is longer */
    public BenchMessages(long seed, int bytes) {
        this(seed, bytes, "create=100", event -> {});
    }

    /**
     * Other operations than creates.
     *
     * @param operations their shares, such as {@code create=20,update=80}
     * @param journal hears of each message before it is sent
     */
    public BenchMessages(long seed, int bytes, String operations, Consumer<SentEvent> journal) {
        this.generator = new EventGenerator(new GeneratorSettings(
                seed, GeneratorSettings.START, Shares.parse(operations), Shares.parse("customer=100"), 0));
        this.random = new SplittableRandom(seed);
        this.bytes = bytes;
        this.journal = journal;
    }

    /** The next message, with the record id as its key. */
    public ProducerRecord<String, byte[]> next(String topic) {
        GeneratedEvent event = generator.next();
        journal.accept(event.sent());
        return new ProducerRecord<>(topic, event.key(), filled(event.value()));
    }

    private byte[] filled(String message) {
        int missing = bytes - message.getBytes(StandardCharsets.UTF_8).length - AROUND_NOTES;
        JsonNode tree = json.readTree(message);
        ((ObjectNode) tree.required("item")).put("notes", notes(Math.max(0, missing)));
        return json.writeValueAsBytes(tree);
    }

    /** Words of random letters, so that compression does not make the messages smaller than real ones. */
    private String notes(int length) {
        StringBuilder notes = new StringBuilder(length);
        while (notes.length() < length) {
            notes.append(random.nextInt(7) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return notes.toString();
    }
}
