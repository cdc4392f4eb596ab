package io.recordsync.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** Uses one second of CPU time, and then waits until it is killed. */
    static final class Burner {

        private Burner() {}

        public static void main(String[] arguments) throws InterruptedException {
            ProcessHandle self = ProcessHandle.current();
            while (self.info().totalCpuDuration().orElse(Duration.ofDays(1)).compareTo(Duration.ofSeconds(1)) < 0) {
                Thread.onSpinWait();
            }
            System.out.println("burnt");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aProcessIsCountedByItselfAndWithItsParentWhereThatIsAsked() {
        try (ChildProcesses processes = new ChildProcesses(folder, Map.of(), ChildProcesses.SHORT_LIVED)) {
            CpuMeter meter = new CpuMeter()
                    .add("alone", ProcessHandle.current())
                    .addWithChildren("all", ProcessHandle.current());
            CpuTimes before = meter.read();
            ChildProcesses.Child burner =
                    processes.start("burner", Burner.class).awaitLine("burnt", LIMIT);
            meter.add("burner", burner.process());

            CpuTimes used = meter.read().since(before);

            assertThat(used.used().get("burner")).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(used.used().get("all"))
                    .isGreaterThanOrEqualTo(used.used().get("burner"))
                    .isGreaterThanOrEqualTo(used.used().get("alone"));
        }
    }

    @Test
    void aProcessThatHasEndedUsesNothingAndRunsNoMore() {
        try (ChildProcesses processes = new ChildProcesses(folder, Map.of(), ChildProcesses.SHORT_LIVED)) {
            ChildProcesses.Child burner =
                    processes.start("burner", Burner.class).awaitLine("burnt", LIMIT);
            CpuMeter meter = new CpuMeter().add("burner", burner.process());
            burner.kill();

            assertThat(meter.read().total()).isZero();
            assertThat(meter.running()).containsEntry("burner", List.of());
        }
    }

    @Test
    void aStatLineIsReadWhateverTheProcessIsCalled() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 200 0 0 150 50 30 20 20 0 1 0 100 1000 10";

        assertThat(ProcessUse.ofStat(stat, 12)).isEqualTo(Duration.ofSeconds(2));
        assertThat(ProcessUse.ofStat(stat, 14)).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void theLiveHeapIsTheTotalOfAHistogram() {
        assertThat(ProcessUse.totalBytes("Total        416213       31243456\n"))
                .hasValue(31_243_456);
    }

    @Test
    void cpuTimeIsToldPerThousandRecordsWithItsTotal() {
        CpuTimes used = new CpuTimes(Map.of("worker", Duration.ofSeconds(3), "starter", Duration.ofSeconds(1)));

        assertThat(used.secondsPer1000(2000))
                .containsOnly(Map.entry("worker", 1.5), Map.entry("starter", 0.5), Map.entry("total", 2.0));
        assertThat(CpuTimes.sum(List.of(used, used)).used()).containsEntry("worker", Duration.ofSeconds(6));
    }
}
