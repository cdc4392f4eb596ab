package io.recordsync.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.account.CallWindow.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests use a clock of their own. All times are in microseconds. */
class CallWindowTest {

    private static final long START = 1_800_000_000_000_000L;
    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000 * MILLI;

    @Property(tries = 150, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void anySequenceOfCallsByManyProcessesKeepsTheVendorsWindowAndUsesIt(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int processes,
            @ForAll @IntRange(min = 5, max = 300) int limit,
            @ForAll @IntRange(min = 1, max = 20) int seconds) {
        Account account = new Account(limit, seconds * SECOND, new Random(seed));

        account.runWithWorkWaiting(processes, 10);

        assertThat(account.mostInAnyWindow()).isLessThanOrEqualTo(limit);
        assertThat(account.permitted).hasSizeGreaterThanOrEqualTo(limit * 10 * 95 / 100);
    }

    @ParameterizedTest
    @CsvSource({"100, 10", "190, 10", "20, 2", "5, 1", "1, 1", "2000, 10", "5, 50"})
    void theWindowsOfTheVendorsAreUsedToTheBrim(int limit, int seconds) {
        Account account = new Account(limit, seconds * SECOND, new Random(7));

        account.runWithWorkWaiting(3, 30);

        assertThat(account.mostInAnyWindow()).isLessThanOrEqualTo(limit);
        assertThat(account.permitted).hasSizeGreaterThanOrEqualTo(limit * 30 * 95 / 100);
    }

    @Test
    void anIdleAccountsWholeWindowIsSpentInHalfItsTime() {
        Account account = new Account(100, 10 * SECOND, new Random(7));

        account.runWithWorkWaiting(3, 1);

        assertThat(account.permitted.get(49) - START).isLessThan(SECOND);
        assertThat(account.permitted.get(99) - START).isLessThan(5 * SECOND);
    }

    @Test
    void aWindowUnderLoadIsUsedEvenly() {
        Account account = new Account(100, 10 * SECOND, new Random(7));

        account.runWithWorkWaiting(3, 10);

        List<Long> later = account.permitted.stream()
                .filter(time -> time > START + 50 * SECOND)
                .toList();
        for (int i = 1; i < later.size(); i++) {
            assertThat(later.get(i) - later.get(i - 1)).isLessThan(3 * SECOND / 2);
        }
    }

    @Test
    void aLongWindowsCallsAreFreeAtOnce() {
        CallWindow window = CallWindow.EMPTY;
        for (int call = 0; call < 1000; call++) {
            assertThat(window.delay(1000, 3600 * SECOND, START)).isZero();
            window = window.take(1000, 3600 * SECOND, START).window();
        }
        assertThat(window.delay(1000, 3600 * SECOND, START)).isBetween(3600 * SECOND, 3700 * SECOND);
    }

    @Test
    void callsCountOnUnderANewLimit() {
        CallWindow window = CallWindow.EMPTY;
        for (int call = 0; call < 40; call++) {
            window = window.take(100, 10 * SECOND, START).window();
        }

        assertThat(window.delay(40, 10 * SECOND, START + SECOND)).isGreaterThan(8 * SECOND);
        assertThat(window.delay(200, 10 * SECOND, START + SECOND)).isZero();
    }

    @Test
    void aCallThatArrivesLateLeavesSoMuchLater() {
        Taken taken = CallWindow.EMPTY.take(1, SECOND, START);

        CallWindow late = taken.window().later(taken.leaves(), 700 * MILLI, SECOND);

        assertThat(late.delay(1, SECOND, START)).isBetween(1_700 * MILLI, 1_800 * MILLI);
        assertThat(late.leaving()).hasSize(1);
    }

    @Test
    void aLargeLimitNeedsNoMoreRoomThanASmallOne() {
        Account account = new Account(20_000, 10 * SECOND, new Random(7));

        account.runWithWorkWaiting(3, 2);

        assertThat(account.window.leaving()).hasSizeLessThan(210);
    }

    /** One account with its window as our process counts it, and the calls as they arrive at the vendor. */
    private static final class Account {

        private final long limit;
        private final long length;
        private final Random random;
        private final PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::time));
        private final List<Long> permitted = new ArrayList<>();
        private final List<Long> arrived = new ArrayList<>();
        private CallWindow window = CallWindow.EMPTY;

        private Account(long limit, long length, Random random) {
            this.limit = limit;
            this.length = length;
            this.random = random;
        }

        private record Step(long time, Runnable run) {}

        private void runWithWorkWaiting(int processes, int windows) {
            for (int process = 0; process < processes; process++) {
                steps.add(new Step(START, this::ask));
            }
            while (now() < START + windows * length) {
                Step next = steps.peek();
                next.run().run();
                steps.remove(next);
            }
        }

        private long now() {
            return steps.element().time();
        }

        /**
         * Each process requests one permit at a time. A request takes some time, and a process usually sleeps slightly
         * longer than it should.
         */
        private void ask() {
            long delay = window.delay(limit, length, now());
            if (delay == 0) {
                call();
            }
            long woken = delay == 0 ? 0 : random.nextLong(2 * MILLI);
            steps.add(new Step(now() + Math.max(delay, 1) + woken, this::ask));
        }

        /**
         * Most calls arrive at once. Some are delayed by a slow connection or a suspended process; the window learns of
         * a long delay when the call is answered.
         */
        private void call() {
            Taken taken = window.take(limit, length, now());
            window = taken.window();
            permitted.add(now());
            long bearable = CallWindow.micros(CallWindow.bearable(Duration.ofNanos(length * 1000)));
            long late = random.nextInt(20) == 0 ? random.nextLong(length / 20) : random.nextLong(bearable);
            long onTheWay = 1 + random.nextLong(20 * MILLI);
            arrived.add(now() + late + onTheWay);
            if (late > bearable) {
                long answered = now() + late + 2 * onTheWay;
                steps.add(new Step(answered, () -> window = window.later(taken.leaves(), late, length)));
            }
        }

        /**
         * The largest number of calls that arrived within one window. A call leaves the vendor's window when its age is
         * the window's length.
         */
        private int mostInAnyWindow() {
            List<Long> inOrder = arrived.stream().sorted().toList();
            int most = 0;
            for (int first = 0, last = 0; last < inOrder.size(); last++) {
                while (inOrder.get(last) - inOrder.get(first) >= length) {
                    first++;
                }
                most = Math.max(most, last - first + 1);
            }
            return most;
        }
    }
}
