package io.recordsync.starter.bridge;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the bridge reads from Kafka. A pause is no problem: it is how overload stays in Kafka. */
final class ReadingHealth implements HealthIndicator {

    private final KafkaReaders readers;

    ReadingHealth(KafkaReaders readers) {
        this.readers = readers;
    }

    @Override
    public Health health() {
        return readers.problem()
                .map(problem -> Health.down().withDetail("reason", problem).build())
                .orElseGet(() -> Health.up().build());
    }
}
