package io.recordsync.starter.bridge.intake;

import io.recordsync.starter.bridge.kafka.MessagePosition;
import io.recordsync.starter.bridge.load.BridgeMetrics;
import io.recordsync.store.ledger.Accepted;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns people, once per poll and topic, that a database's log positions have become lower. Usually the database has
 * failed over, was restored or was moved. Changes that arrive by another partition or are replayed can no longer be
 * compared correctly with earlier ones.
 */
final class StepsBack {

    private static final Logger LOG = LoggerFactory.getLogger(StepsBack.class);

    private final BridgeMetrics metrics;

    StepsBack(BridgeMetrics metrics) {
        this.metrics = metrics;
    }

    void tell(List<Accepted> accepted) {
        Map<String, Integer> byTopic = accepted.stream()
                .filter(Accepted::isStepBack)
                .flatMap(one -> MessagePosition.parse(one.change().door()).stream())
                .collect(Collectors.groupingBy(door -> door.partition().topic(), Collectors.summingInt(door -> 1)));
        byTopic.forEach(this::tell);
    }

    private void tell(String topic, int changes) {
        metrics.stepsBack(topic, changes);
        LOG.warn(
                "{} changes on topic {} have lower log positions than earlier changes of their records."
                        + " They are applied in the order of their messages. This is right if the database has failed"
                        + " over, or was restored or moved. Otherwise, check whether old messages were sent again.",
                changes,
                topic);
    }
}
