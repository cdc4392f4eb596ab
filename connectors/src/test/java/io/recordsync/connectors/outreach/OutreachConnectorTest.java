package io.recordsync.connectors.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorContract;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OutreachConnectorTest extends ConnectorContract {

    OutreachConnectorTest() {
        super(new OutreachUnderTest());
    }

    @Test
    void aNewAddressOfAKnownProspectTakesASecondCall() {
        Optional<String> id = write(upsert("A1")).externalId();
        long before = calls();

        Written written = write(known(upsert("A1", content("other")), id));

        assertThat(written).isEqualTo(new Written(id, Effect.UPDATED));
        assertThat(only("A1").field("email")).isEqualTo(email("other"));
        assertThat(calls() - before).isEqualTo(2);
    }

    @Test
    void anExpiredTokenIsRenewedOnceByOneCallerForAll() throws Exception {
        warmUp();
        tested.pass(Duration.ofHours(3));

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
    void afterTwoWeeksOfRotationTheNewestRefreshTokenIsStillGood() {
        for (int week = 0; week < 4; week++) {
            write(upsert("A1"));
            tested.pass(Duration.ofDays(7));
        }

        assertThat(write(upsert("A1")).effect()).isEqualTo(Effect.UPDATED);
        assertThat(simulator().counts().tokenCalls()).isEqualTo(5);
    }

    @Test
    void anAccountIsFoundAgainByItsCustomId() {
        Written created = write(account(Operation.UPSERT, Map.of("name", "Acme", "numberOfEmployees", 7)));
        Written updated = write(account(Operation.UPSERT, Map.of("name", "Acme Ltd")));
        Written deleted = write(account(Operation.DELETE, Map.of()));

        assertThat(created.effect()).isEqualTo(Effect.CREATED);
        assertThat(updated).isEqualTo(new Written(created.externalId(), Effect.UPDATED));
        assertThat(deleted).isEqualTo(new Written(created.externalId(), Effect.DELETED));
        assertThat(simulator().store().all("accounts")).isEmpty();
    }

    private static Write account(Operation operation, Map<String, Object> content) {
        return new Write(operation, "accounts", "acme,..1", Optional.empty(), new HashMap<>(content), Optional.empty());
    }
}
