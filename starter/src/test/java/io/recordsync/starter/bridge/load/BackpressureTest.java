package io.recordsync.starter.bridge.load;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.recordsync.process.ErrorIds;
import io.recordsync.store.delivery.Backlog.Share;
import io.recordsync.store.delivery.Backlog.Unsettled;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * When the bridge pauses and resumes reading, with limits of 10 deliveries in flight per tenant and system, and 100
 * unsettled records.
 */
class BackpressureTest {

    private final BridgeSettings settings =
            new BridgeSettings(10, 100, 20, 1000, Duration.ofMillis(200), Duration.ofSeconds(60));

    private final PauseFlag reading = new PauseFlag();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final AtomicLong nanoTime = new AtomicLong();
    private int tenants = 1;
    private boolean isOldest = true;
    private Unsettled unsettled = new Unsettled(0, List.of(), Set.of());
    private final Backpressure backpressure = new Backpressure(
            () -> unsettled,
            reading,
            new InFlightLimit(settings.maxInFlight(), most -> Math.min(most, tenants)),
            new UnsettledCeiling(settings.unsettledCeiling(), new ErrorIds(new Random(1))),
            new InFlightLoad(settings),
            new BridgeMetrics(new SimpleMeterRegistry()),
            new UnservedAlert(() -> isOldest, nanoTime::get, new ErrorIds(new Random(1))));

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
    void aSystemThatIsBehindLetsReadingGoOnForAnotherUntilTheCeiling() {
        Set<String> able = Set.of("salesforce", "hubspot");
        assertThat(pausesAt(able, share("salesforce", 80))).isFalse();
        assertThat(pausesAt(able, share("salesforce", 80), share("hubspot", 11)))
                .isTrue();
        assertThat(pausesAt(able, share("salesforce", 80), share("hubspot", 6))).isTrue();
        assertThat(pausesAt(able, share("salesforce", 80), share("hubspot", 5))).isFalse();
        assertThat(pausesAt(able, share("salesforce", 101))).isTrue();
    }

    @Test
    void aTenantThatIsBehindLetsReadingGoOnForAnother() {
        Set<String> able = Set.of("salesforce");
        assertThat(pausesAt(able, share("salesforce", "noisy", 80))).isTrue();
        tenants = 2;
        assertThat(pausesAt(able, share("salesforce", "noisy", 80))).isFalse();
        assertThat(pausesAt(able, share("salesforce", "noisy", 80), share("salesforce", "other", 11)))
                .isTrue();
    }

    /**
     * Deliveries that wait for a worker or for an open circuit are not in flight. Reading on is of no use to a system
     * that is down.
     */
    @Test
    void whatNobodyServesPausesNothingAndASystemThatIsDownIsNoReasonToReadOn() {
        Share unserved = new Share("outreach", "default", 90, 0, false, false);
        Share down = new Share("hubspot", "default", 5, 0, true, true);
        assertThat(pausesAt(Set.of("salesforce"), unserved)).isFalse();
        assertThat(pausesAt(Set.of("salesforce", "hubspot"), share("salesforce", 11), down))
                .isTrue();
    }

    @Test
    void whatIsNotRoutedYetMayBeForAnybody() {
        unsettled = new Unsettled(11, List.of(), Set.of("salesforce"));
        backpressure.look();
        assertThat(reading.isPaused()).isTrue();
    }

    @Test
    void theAlertAtTheCeilingNamesWhoFillsIt() {
        listen(() -> pausesAt(Set.of("salesforce", "hubspot"), share("salesforce", "noisy", 90), share("hubspot", 20)));
        assertThat(alerts()).singleElement(as(STRING)).contains("salesforce has 90 for tenant noisy");
    }

    @Test
    void thatNobodyServesASystemIsOneAlertByOneStarterAfterAWhile() {
        Share unserved = new Share("outreach", "default", 7, 0, false, false);
        Set<String> able = Set.of("salesforce");
        listen(() -> {
            pausesAt(able, unserved);
            nanoTime.addAndGet(UnservedAlert.PATIENCE.toNanos() - 1);
            pausesAt(able, unserved);
            assertThat(alerts()).isEmpty();
            nanoTime.addAndGet(1);
            isOldest = false;
            pausesAt(able, unserved);
            assertThat(alerts()).isEmpty();
            isOldest = true;
            pausesAt(able, unserved);
            pausesAt(able, unserved);
        });
        assertThat(alerts()).singleElement(as(STRING)).contains("no worker serves outreach", "error id");
    }

    @Test
    void theCeilingMayBePassedWhileReadingPausesAlready() {
        listen(() -> {
            assertThat(pausesAt(11, 80)).isTrue();
            assertThat(alerts()).isEmpty();
            assertThat(pausesAt(11, 90)).isTrue();
            assertThat(pausesAt(0, 90)).isTrue();
            assertThat(pausesAt(0, 50)).isFalse();
        });
        assertThat(alerts()).hasSize(1);
    }

    private void listen(Runnable looks) {
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Backpressure.class.getPackageName());
        logger.addAppender(log);
        looks.run();
        logger.detachAppender(log);
    }

    private boolean pausesAt(long working, long waiting) {
        return pausesAt(
                Set.of("salesforce"),
                share("salesforce", working),
                new Share("down", "default", waiting, 0, true, true));
    }

    private boolean pausesAt(Set<String> able, Share... shares) {
        unsettled = new Unsettled(0, List.of(shares), able);
        backpressure.look();
        return reading.isPaused();
    }

    /** Remembers whether the last request was to pause or to resume. */
    private static final class PauseFlag implements PauseControl {

        private boolean paused;

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public boolean isPaused() {
            return paused;
        }
    }

    private static Share share(String system, long due) {
        return share(system, "default", due);
    }

    private static Share share(String system, String tenant, long due) {
        return new Share(system, tenant, due, 0, true, false);
    }

    private List<String> alerts() {
        return log.list.stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
