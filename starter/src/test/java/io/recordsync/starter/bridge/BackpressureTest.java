package io.recordsync.starter.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.recordsync.store.Backlog.Unsettled;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/** When reading pauses and goes on, with 10 in flight and 100 unsettled at most. */
class BackpressureTest {

    private final BridgeSettings settings =
            new BridgeSettings(10, 100, 20, 1000, Duration.ofMillis(200), Duration.ofSeconds(60));

    /** Never started: it only keeps what is asked of it. */
    private final ConcurrentMessageListenerContainer<byte[], byte[]> container =
            new ConcurrentMessageListenerContainer<>(
                    new DefaultKafkaConsumerFactory<>(Map.of()), new ContainerProperties("events"));

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private Unsettled unsettled = new Unsettled(0, 0);
    private final Backpressure backpressure = new Backpressure(
            () -> unsettled, container, settings, new Load(settings), new BridgeMetrics(new SimpleMeterRegistry()));

    @Test
    void aBurstThatIsOverLetsReadingGoOnWhileAnotherSystemIsDown() {
        assertThat(pausesAt(0, 80)).isFalse();
        assertThat(pausesAt(11, 80)).isTrue();
        assertThat(pausesAt(6, 80)).isTrue();
        assertThat(pausesAt(5, 80)).isFalse();
    }

    @Test
    void fromAboveTheCeilingReadingPausesUntilHalfOfIt() {
        assertThat(pausesAt(0, 100)).isFalse();
        assertThat(pausesAt(0, 101)).isTrue();
        assertThat(pausesAt(0, 51)).isTrue();
        assertThat(pausesAt(0, 50)).isFalse();
    }

    @Test
    void theCeilingMayBePassedWhileReadingPausesAlready() {
        log.start();
        logger().addAppender(log);

        assertThat(pausesAt(11, 80)).isTrue();
        assertThat(log.list).noneMatch(line -> line.getLevel() == Level.ERROR);
        assertThat(pausesAt(11, 90)).isTrue();
        assertThat(pausesAt(0, 90)).isTrue();
        assertThat(pausesAt(0, 50)).isFalse();

        logger().detachAppender(log);
        assertThat(log.list).filteredOn(line -> line.getLevel() == Level.ERROR).hasSize(1);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Backpressure.class);
    }

    private boolean pausesAt(long working, long waiting) {
        unsettled = new Unsettled(working, waiting);
        backpressure.look();
        return container.isPauseRequested();
    }
}
