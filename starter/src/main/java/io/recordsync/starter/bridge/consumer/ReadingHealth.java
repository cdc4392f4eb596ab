package io.recordsync.starter.bridge.consumer;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the bridge reads from Kafka. A pause does not count as a problem, because it is how overload is kept in
 * Kafka.
 */
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
