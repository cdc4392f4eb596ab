package io.recordsync.starter.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.RecordStatus.LoggedChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RemadeTopicTest {

    private static final String TOPIC = "remade";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Map<String, String> TABLES = Map.of("DEBEZIUM_TABLES", "public.customers=contact:id");

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    @Test
    void eachEventOfATopicThatIsDeletedAndMadeAnewIsApplied() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        try (RunningProcess starter = SERVERS.starter(TOPIC, TABLES)) {
            send(create("A1", "Ann"));
            send(delete("A1"));
            send(create("B1", "Bob"));
            send(row("C1", 900, "Cid"));
            awaitApplied(starter, "C1", 1);
        }
        SERVERS.deleteTopic(TOPIC);
        SERVERS.createTopic(TOPIC, 1_000_000);
        try (RunningProcess starter = SERVERS.starter(TOPIC, TABLES)) {
            send(delete("B1"));
            send(create("A1", "Ann"));
            send(delete("A1"));
            send(create("A1", "Anna"));
            send(row("C1", 901, "Cleo"));
            send(row("C1", 30, "Cora"));
            awaitApplied(starter, "C1", 3);
            assertThat(changes(starter, "A1")).hasSize(5);
            assertThat(changes(starter, "B1")).hasSize(2);
            assertThat(List.of("A1", "B1", "C1"))
                    .flatMap(id -> changes(starter, id))
                    .extracting(LoggedChange::verdict)
                    .containsOnly("changed");
        }
    }

    private static void awaitApplied(RunningProcess starter, String recordId, int changes) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(changes(starter, recordId)).hasSize(changes));
    }

    private static List<LoggedChange> changes(RunningProcess starter, String recordId) {
        return starter.bean(Store.class)
                .ledger()
                .status(new RecordKey("default", "contact", recordId))
                .map(status -> status.changes())
                .orElse(List.of());
    }

    private static String create(String id, String name) {
        return "{\"record\":\"contacts\",\"operation\":\"create\",\"item\":{\"id\":\"%s\",\"name\":\"%s\"}}"
                .formatted(id, name);
    }

    private static String delete(String id) {
        return "{\"record\":\"contacts\",\"operation\":\"delete\",\"item\":{\"id\":\"%s\"}}".formatted(id);
    }

    private static String row(String id, int lsn, String name) {
        return String.format(
                Locale.ROOT,
                "{\"op\":\"u\",\"after\":{\"id\":\"%s\",\"name\":\"%s\"},"
                        + "\"source\":{\"name\":\"crm\",\"schema\":\"public\",\"table\":\"customers\",\"lsn\":%d}}",
                id,
                name,
                lsn);
    }

    private static void send(String value) {
        SERVERS.producer().send(new ProducerRecord<>(TOPIC, value.getBytes(StandardCharsets.UTF_8)));
    }
}
