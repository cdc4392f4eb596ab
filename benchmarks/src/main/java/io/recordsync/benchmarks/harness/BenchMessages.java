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
 * Messages that create distinct customers, as record events. Each is filled to the wanted size with a notes field that
 * no rule maps. The same seed gives the same messages, and different seeds give different records.
 */
public final class BenchMessages {

    /** The default size of a message, in bytes. */
    public static final int USUAL_BYTES = 1000;

    private static final int AROUND_NOTES = ",\"notes\":\"\"".length();

    private final JsonMapper json = JsonMapper.builder().build();
    private final EventGenerator generator;
    private final RandomGenerator random;
    private final int bytes;
    private final Consumer<SentEvent> journal;

    /** @param bytes the size of each message; a message whose own fields need more is larger */
    public BenchMessages(long seed, int bytes) {
        this(seed, bytes, "create=100", event -> {});
    }

    /**
     * Messages with other operations than creates.
     *
     * @param operations the shares of the operations, such as {@code create=20,update=80}
     * @param journal receives each event before it is sent
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

    /** Random letters and blanks, so that the messages do not compress better than real ones. */
    private String notes(int length) {
        StringBuilder notes = new StringBuilder(length);
        while (notes.length() < length) {
            notes.append(random.nextInt(7) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return notes.toString();
    }
}
