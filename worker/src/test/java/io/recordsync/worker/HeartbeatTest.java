package io.recordsync.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.Heartbeat;
import io.recordsync.store.process.ProcessStore.Description;
import io.recordsync.store.process.ProcessStore.Service;
import io.recordsync.worker.systems.Workers;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class HeartbeatTest {

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final Description files = Workers.description(List.of("files"), WorkerFixture.RULES);

    @Test
    void aProcessLivesFromItsStartToItsStop() {
        Heartbeat heartbeat = heartbeat();
        assertThat(workersOfFiles()).isEmpty();
        heartbeat.start();
        assertThat(workersOfFiles()).hasSize(1);
        heartbeat.stop();
        assertThat(workersOfFiles()).isEmpty();
    }

    @Test
    void oneThatCountsAsGoneGoesOnUnderAnotherId() {
        WorkerProcess worker = fixture.process();
        String before = worker.id();
        fixture.database()
                .jdbc()
                .sql("update process set heartbeat_at = now() - interval '16 seconds'")
                .update();
        await().atMost(1, TimeUnit.MINUTES).until(() -> !worker.id().equals(before));
        assertThat(fixture.logs().linesWith("other processes treated it as ended"))
                .hasSize(1);
    }

    @Test
    void aWorkerWhoseRulesDoNotNameWhatItServesIsReadyAndSaysSo() {
        Workers.warn(files);
        assertThat(fixture.logs().linesWith("serves files, but its rules do not name it"))
                .hasSize(1);
        Heartbeat heartbeat = heartbeat();
        heartbeat.start();
        Health health = heartbeat.health();
        heartbeat.stop();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(String.valueOf(health.getDetails().get("warning"))).contains("files");
    }

    private Heartbeat heartbeat() {
        return new Heartbeat(fixture.store().processes(), files, new ErrorIds(new SecureRandom()), task -> {});
    }

    private List<Service> workersOfFiles() {
        return fixture.store().processes().services().stream()
                .filter(service -> service.system().equals("files"))
                .toList();
    }
}
