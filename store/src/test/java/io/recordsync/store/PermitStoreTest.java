package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.store.account.PermitStore;
import io.recordsync.store.account.PermitStore.Limit;
import io.recordsync.store.account.PermitStore.Permit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PermitStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final OptionalLong NO_DAILY_LIMIT = OptionalLong.empty();

    private final PermitStore permits = DATABASE.store().permits();

    @Test
    void allWindowsOfAnAccountAreKept() {
        Limit hour = new Limit(5, Duration.ofHours(1));
        Limit minute = new Limit(3, Duration.ofMinutes(1));
        assertThat(grantedOf(10, List.of(minute, hour))).isEqualTo(3);
        aged(Duration.ofMinutes(2));
        assertThat(grantedOf(10, List.of(minute, hour))).isEqualTo(2);
    }

    @Test
    void whenOneWindowSaysNoNoneOfTheOthersIsBooked() {
        Limit minute = new Limit(3, Duration.ofMinutes(1));
        Limit hour = new Limit(1, Duration.ofHours(1));
        assertThat(grantedOf(6, List.of(minute, hour))).isEqualTo(1);
        assertThat(grantedOf(6, List.of(minute))).isEqualTo(2);
    }

    @Test
    void whenTheDaySaysNoNoWindowIsBooked() {
        Limit minute = new Limit(3, Duration.ofMinutes(1));
        OptionalLong noneLeft = OptionalLong.of(0);
        for (int call = 0; call < 6; call++) {
            assertThat(permits.take("busy", List.of(minute), noneLeft, 1).delay())
                    .isPositive();
        }
        assertThat(grantedOf(6, List.of(minute))).isEqualTo(3);
    }

    @Test
    void whoIsToldNoByTwoWindowsWaitsForTheOneThatOpensLast() {
        List<Limit> limits = List.of(new Limit(1, Duration.ofMinutes(1)), new Limit(1, Duration.ofHours(1)));
        assertThat(grantedOf(1, limits)).isEqualTo(1);
        assertThat(permits.take("busy", limits, NO_DAILY_LIMIT, 1).delay()).isGreaterThan(Duration.ofMinutes(59));
    }

    @Test
    void theLimitOfTheProcessThatStartedLastHoldsForAllAndEarlierCallsCountOn() {
        PermitStore first = DATABASE.store().permits();
        PermitStore second = Store.open(DATABASE.pool()).permits();
        Limit five = new Limit(5, Duration.ofMinutes(1));
        Limit seven = new Limit(7, Duration.ofMinutes(1));
        assertThat(grantedOf(4, first, five)).isEqualTo(4);
        assertThat(grantedOf(2, second, seven)).isEqualTo(2);
        assertThat(grantedOf(5, first, five)).isEqualTo(1);
    }

    @Test
    void aLowerLimitHoldsForAllAsSoonAsOneProcessKnowsItThoughItMadeNoCall() {
        PermitStore first = DATABASE.store().permits();
        PermitStore second = Store.open(DATABASE.pool()).permits();
        assertThat(grantedOf(4, first, new Limit(8, Duration.ofMinutes(1)))).isEqualTo(4);
        assertThat(grantedOf(1, second, new Limit(3, Duration.ofMinutes(1)))).isZero();
        assertThat(grantedOf(9, first, new Limit(8, Duration.ofMinutes(1)))).isZero();
    }

    @Test
    void aCallThatArrivesLateCountsFromThen() {
        List<Limit> second = List.of(new Limit(1, Duration.ofSeconds(1)));
        Permit permit = (Permit) permits.take("slow", second, NO_DAILY_LIMIT, 1);
        permits.arrivedLate(permit, Duration.ofMinutes(5));
        assertThat(permits.take("slow", second, NO_DAILY_LIMIT, 1).delay()).isGreaterThan(Duration.ofMinutes(4));
    }

    private static int grantedOf(int asked, PermitStore process, Limit limit) {
        return grantedOf(asked, process, List.of(limit));
    }

    private int grantedOf(int asked, List<Limit> limits) {
        return grantedOf(asked, permits, limits);
    }

    private static int grantedOf(int asked, PermitStore process, List<Limit> limits) {
        int granted = 0;
        for (int call = 0; call < asked; call++) {
            granted += process.take("busy", limits, NO_DAILY_LIMIT, 1).delay().isZero() ? 1 : 0;
        }
        return granted;
    }

    /**
     * A permit is taken at some moment between the start and the end of its request. The limit is certainly exceeded if
     * too many requests started and ended within one window.
     */
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
                    Duration delay = process.take("shared", List.of(limit), NO_DAILY_LIMIT, 1)
                            .delay();
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
                if (permits.take("outreach", hour, NO_DAILY_LIMIT, 1).delay().isZero()) {
                    granted.incrementAndGet();
                }
            }
        });
        assertThat(granted).hasValue(57);
        assertThat(permits.take("outreach", hour, NO_DAILY_LIMIT, 1).delay())
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(62));
        assertThat(permits.take("another", hour, NO_DAILY_LIMIT, 1).delay()).isZero();
    }

    @Test
    void aCallLeavesALongWindowWhenItIsPast() {
        List<Limit> hour = List.of(new Limit(1, Duration.ofHours(1)));
        permits.take("outreach", hour, NO_DAILY_LIMIT, 1);
        aged(Duration.ofMinutes(60));
        assertThat(permits.take("outreach", hour, NO_DAILY_LIMIT, 1).delay()).isPositive();
        aged(Duration.ofMinutes(2));
        assertThat(permits.take("outreach", hour, NO_DAILY_LIMIT, 1).delay()).isZero();
    }

    private static void aged(Duration time) {
        DATABASE.jdbc()
                .sql("update permit_window set leaves = array(select leaving - :time from unnest(leaves) leaving)")
                .param("time", time.toNanos() / 1000)
                .update();
    }

    @Test
    void theDaysCallsAreNeverExceededByManyAtOnce() throws Exception {
        AtomicInteger granted = new AtomicInteger();
        Crowd.of(8, (thread, random) -> {
            for (int call = 0; call < 20; call++) {
                if (permits.take("salesforce", List.of(), OptionalLong.of(57), 1)
                        .delay()
                        .isZero()) {
                    granted.incrementAndGet();
                }
            }
        });
        assertThat(granted).hasValue(57);
        assertThat(permits.callsInLastDay()).isEqualTo(Map.of("salesforce", 57L));
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(57), 1).delay())
                .isPositive();
    }

    @Test
    void earlierHoursOfTheDayCountInANewHour() {
        spent("salesforce", "23 hours", 10);
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(10), 1).delay())
                .isPositive();
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(11), 1).delay())
                .isZero();
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(11), 1).delay())
                .isPositive();
    }

    @Test
    void anHourThatIsMoreThanADayPastIsFreeAgain() {
        spent("salesforce", "26 hours", 10);
        assertThat(permits.callsInLastDay()).isEmpty();
        assertThat(permits.take("salesforce", List.of(), OptionalLong.of(1), 1).delay())
                .isZero();
        assertThat(permits.callsInLastDay()).isEqualTo(Map.of("salesforce", 1L));
    }

    @Test
    void aCallTakesItsCostOfTheDay() {
        OptionalLong day = OptionalLong.of(12);
        assertThat(permits.take("dear", List.of(), day, 5).delay()).isZero();
        assertThat(permits.take("dear", List.of(), day, 5).delay()).isZero();
        assertThat(permits.take("dear", List.of(), day, 5).delay()).isPositive();
        assertThat(permits.take("dear", List.of(), day, 1).delay()).isZero();
        assertThat(permits.take("dear", List.of(), day, 1).delay()).isZero();
        assertThat(permits.take("dear", List.of(), day, 1).delay()).isPositive();
        assertThat(permits.callsInLastDay()).isEqualTo(Map.of("dear", 12L));
    }

    @Test
    void accountsDoNotShare() {
        assertThat(permits.take("one", List.of(), OptionalLong.of(1), 1).delay())
                .isZero();
        assertThat(permits.take("two", List.of(), OptionalLong.of(1), 1).delay())
                .isZero();
        assertThat(permits.take("none", List.of(), OptionalLong.of(0), 1).delay())
                .isPositive();
    }

    private record Take(long start, long end) {}

    private static void spent(String account, String ago, int calls) {
        DATABASE.jdbc()
                .sql("insert into call_count values (:account, date_trunc('hour', now() - :ago::interval), :calls)")
                .param("account", account)
                .param("ago", ago)
                .param("calls", calls)
                .update();
    }
}
