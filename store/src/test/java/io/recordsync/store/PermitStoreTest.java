package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.store.PermitStore.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PermitStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final OptionalLong NO_DAILY_LIMIT = OptionalLong.empty();

    private final PermitStore permits = DATABASE.store().permits();

    /** By a clock of the test's own: callers that ask again as soon as they may, and now and then a little later. */
    @ParameterizedTest
    @CsvSource({"100, 10", "190, 10", "20, 1", "10, 1", "1, 1", "5, 50"})
    void noWindowHasMoreCallsThanItsLimitAndAllAreWellUsed(long calls, long seconds) {
        Limit limit = new Limit(calls, Duration.ofSeconds(seconds));
        List<Instant> granted = grantedWhileWorkWaits(List.of(limit), calls * 4);
        assertThat(mostInAnyWindow(granted, limit.window())).isLessThanOrEqualTo(calls);
        Duration used = Duration.between(granted.getFirst(), granted.getLast());
        assertThat((granted.size() - 1) * (double) limit.window().toMillis() / used.toMillis())
                .isGreaterThanOrEqualTo(calls * 0.9);
    }

    @Test
    void allWindowsOfAnAccountAreKept() {
        Limit second = new Limit(10, Duration.ofSeconds(1));
        Limit half = new Limit(100, Duration.ofSeconds(30));
        List<Instant> granted = grantedWhileWorkWaits(List.of(second, half), 300);
        assertThat(mostInAnyWindow(granted, second.window())).isLessThanOrEqualTo(10);
        assertThat(mostInAnyWindow(granted, half.window())).isLessThanOrEqualTo(100);
    }

    @Test
    void anIdleAccountHasFewReadySoThatABurstDoesNotOverrunTheWindow() {
        ManualClock clock = new ManualClock();
        PermitStore store = permits(clock);
        List<Limit> limits = List.of(new Limit(100, Duration.ofSeconds(10)));
        store.take("idle", limits, NO_DAILY_LIMIT, 1);
        clock.forward(Duration.ofHours(1));
        int ready = 0;
        while (store.take("idle", limits, NO_DAILY_LIMIT, 1).isZero()) {
            ready++;
        }
        assertThat(ready).isEqualTo(3);
    }

    /** A take happens between its two times; too many are certain where the first began and the last ended within one window. */
    @Test
    void twoProcessesTogetherKeepOneLimit() throws Exception {
        Limit limit = new Limit(20, Duration.ofSeconds(1));
        Queue<Take> takes = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(60);
        try (HikariDataSource second = Database.pool(DATABASE.url())) {
            List<PermitStore> processes = List.of(permits, Store.open(second).permits());
            Crowd.of(6, (thread, random) -> {
                PermitStore process = processes.get(thread % 2);
                while (left.get() > 0) {
                    long start = System.nanoTime();
                    Duration delay = process.take("shared", List.of(limit), NO_DAILY_LIMIT, 1);
                    if (delay.isZero()) {
                        takes.add(new Take(start, System.nanoTime()));
                        left.decrementAndGet();
                    }
                    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                }
            });
        }
        List<Take> inOrder =
                takes.stream().sorted(Comparator.comparingLong(Take::end)).toList();
        assertThat(inOrder).hasSizeGreaterThanOrEqualTo(60);
        for (int first = 0; first + limit.calls() < inOrder.size(); first++) {
            List<Take> tooMany = inOrder.subList(first, first + (int) limit.calls() + 1);
            long start = tooMany.stream().mapToLong(Take::start).min().orElseThrow();
            assertThat(Duration.ofNanos(tooMany.getLast().end() - start)).isGreaterThan(limit.window());
        }
        assertThat(permits.callsInLastDay()).isEqualTo(Map.of("shared", (long) inOrder.size()));
    }

    @Test
    void aLongWindowsCallsAreFreeAtOnceAndNeverExceededByManyAtOnce() throws Exception {
        List<Limit> hour = List.of(new Limit(57, Duration.ofHours(1)));
        AtomicInteger granted = new AtomicInteger();
        Crowd.of(8, (thread, random) -> {
            for (int call = 0; call < 20; call++) {
                if (permits.take("outreach", hour, NO_DAILY_LIMIT, 1).isZero()) {
                    granted.incrementAndGet();
                }
            }
        });
        assertThat(granted).hasValue(57);
        assertThat(permits.take("outreach", hour, NO_DAILY_LIMIT, 1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(permits.take("another", hour, NO_DAILY_LIMIT, 1)).isZero();
    }

    @Test
    void aCallLeavesALongWindowWhenAllOfItsSlotIsPast() {
        List<Limit> hour = List.of(new Limit(1, Duration.ofHours(1)));
        permits.take("outreach", hour, NO_DAILY_LIMIT, 1);
        agedBy("60 minutes");
        assertThat(permits.take("outreach", hour, NO_DAILY_LIMIT, 1)).isPositive();
        agedBy("2 minutes");
        assertThat(permits.take("outreach", hour, NO_DAILY_LIMIT, 1)).isZero();
        assertThat(DATABASE.jdbc()
                        .sql("select count(*) from window_count")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    private static void agedBy(String time) {
        DATABASE.jdbc()
                .sql("update window_count set slot = slot - :time::interval")
                .param("time", time)
                .update();
    }

    @Test
    void theDaysCallsAreNeverExceededByManyAtOnce() throws Exception {
        AtomicInteger granted = new AtomicInteger();
        Crowd.of(8, (thread, random) -> {
            for (int call = 0; call < 20; call++) {
                if (permits.take("salesforce", List.of(), OptionalLong.of(57), 1)
                        .isZero()) {
                    granted.incrementAndGet();
                }
            }
        });
        assertThat(granted).hasValue(57);
        assertThat(permits.callsInLastDay()).isEqualTo(Map.of("salesforce", 57L));
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(57), 1))
                .isPositive();
    }

    @Test
    void earlierHoursOfTheDayCountInANewHour() {
        spent("salesforce", "23 hours", 10);
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(10), 1))
                .isPositive();
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(11), 1))
                .isZero();
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(11), 1))
                .isPositive();
    }

    @Test
    void anHourThatIsMoreThanADayPastIsFreeAgain() {
        spent("salesforce", "26 hours", 10);
        assertThat(permits.callsInLastDay()).isEmpty();
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(1), 1)).isZero();
        assertThat(permits.callsInLastDay()).isEqualTo(Map.of("salesforce", 1L));
    }

    @Test
    void aCallTakesItsCostOfTheDay() {
        OptionalLong day = OptionalLong.of(12);
        assertThat(permits.take("dear", List.of(), day, 5)).isZero();
        assertThat(permits.take("dear", List.of(), day, 5)).isZero();
        assertThat(permits.take("dear", List.of(), day, 5)).isPositive();
        assertThat(permits.take("dear", List.of(), day, 1)).isZero();
        assertThat(permits.take("dear", List.of(), day, 1)).isZero();
        assertThat(permits.take("dear", List.of(), day, 1)).isPositive();
        assertThat(permits.callsInLastDay()).isEqualTo(Map.of("dear", 12L));
    }

    @Test
    void accountsDoNotShare() {
        assertThat(permits.take("one", List.of(), OptionalLong.of(1), 1)).isZero();
        assertThat(permits.take("two", List.of(), OptionalLong.of(1), 1)).isZero();
        assertThat(permits.take("none", List.of(), OptionalLong.of(0), 1)).isPositive();
    }

    private record Take(long start, long end) {}

    private static List<Instant> grantedWhileWorkWaits(List<Limit> limits, long calls) {
        ManualClock clock = new ManualClock();
        PermitStore store = permits(clock);
        Random random = new Random(7);
        List<Instant> granted = new ArrayList<>();
        while (granted.size() < calls) {
            Duration delay = store.take("busy", limits, NO_DAILY_LIMIT, 1);
            if (delay.isZero()) {
                granted.add(clock.instant());
            }
            Duration late = Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(20) : 0);
            clock.forward(delay.plus(late));
        }
        return granted;
    }

    private static PermitStore permits(ManualClock clock) {
        Statements statements = new Statements(DATABASE.pool());
        Transactions transactions = new Transactions(DATABASE.pool());
        return new PermitStore(
                DATABASE.pool(),
                new CallCounts(statements, transactions),
                new WindowCounts(statements, transactions),
                clock);
    }

    /** Windows hold their beginning and not their end. */
    private static long mostInAnyWindow(List<Instant> times, Duration window) {
        return times.stream()
                .mapToLong(start -> times.stream()
                        .filter(time -> !time.isBefore(start) && time.isBefore(start.plus(window)))
                        .count())
                .max()
                .orElse(0);
    }

    private static void spent(String account, String ago, int calls) {
        DATABASE.jdbc()
                .sql("insert into call_count values (:account, date_trunc('hour', now() - :ago::interval), :calls)")
                .param("account", account)
                .param("ago", ago)
                .param("calls", calls)
                .update();
    }
}
