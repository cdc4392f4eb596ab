package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorContract;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SalesforceConnectorTest extends ConnectorContract {

    SalesforceConnectorTest() {
        super(new SalesforceUnderTest());
    }

    @Test
    void anExpiredTokenIsRenewedOnceByOneCallerForAll() throws Exception {
        warmUp();
        simulator().expireTokens();

        List<Future<Written>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String recordId = "R" + i;
                writes.add(threads.submit(() -> write(upsert(recordId))));
            }
        }

        for (Future<Written> write : writes) {
            assertThat(write.get().effect()).isEqualTo(Effect.CREATED);
        }
        assertThat(simulator().counts().tokenCalls()).isEqualTo(2);
    }

    @Test
    void aDeleteByAnIdThatIsGoneStillFindsTheRecordByItsRecordId() {
        Optional<String> old = write(upsert("A1")).externalId();
        write(delete("A1", old));
        write(upsert("A1"));

        assertThat(write(delete("A1", old)).effect()).isEqualTo(Effect.DELETED);
        assertThat(stored("A1")).isEmpty();
    }

    @Test
    void aBatchOfDeletesByIdsThatAreGoneStillFindsTheRecords() {
        Optional<String> old = write(upsert("A1")).externalId();
        write(delete("A1", old));
        write(upsert("A1"));

        List<Outcome> outcomes = writeAll(List.of(delete("A1", old), delete("A2", old)));

        assertThat(effect(outcomes.getFirst())).isEqualTo(Effect.DELETED);
        assertThat(effect(outcomes.getLast())).isEqualTo(Effect.ABSENT);
        assertThat(stored("A1")).isEmpty();
    }

    @Test
    void aMissingExternalIdFieldIsNoAbsentRecord() {
        simulator().plainCreates(true);

        ConnectorException refused = failure(() -> write(upsert("A1")));

        assertThat(refused.kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        assertThat(refused).hasMessageContaining("external-id field");
    }

    @Test
    void manyRecordsAreFoundByLongRecordIds() {
        writeAll(IntStream.range(0, 30).mapToObj(i -> upsert(longId(i))).toList());

        List<Outcome> outcomes = writeAll(IntStream.range(0, 40)
                .mapToObj(i -> delete(longId(i), Optional.empty()))
                .toList());

        assertThat(outcomes.subList(0, 30))
                .allSatisfy(one -> assertThat(effect(one)).isEqualTo(Effect.DELETED));
        assertThat(outcomes.subList(30, 40))
                .allSatisfy(one -> assertThat(effect(one)).isEqualTo(Effect.ABSENT));
    }

    private static String longId(int i) {
        return "é".repeat(240) + i;
    }
}
