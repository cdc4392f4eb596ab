package io.recordsync.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.peers.Scores.Trial;
import io.recordsync.benchmarks.peers.Trials.Seen;
import io.recordsync.simulator.audit.AuditReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private final Scores scores = new Scores();

    @Test
    void whatWasNotMeasuredIsADashInTheTableAndAbsentInTheFigures() {
        scores.enter("bento");

        assertThat(line("records per second")).endsWith("-");
        assertThat(scores.figures()).isEqualTo(Map.of("bento", Map.of()));
    }

    @Test
    void everyContenderHasItsColumn() {
        scores.enter("bento");
        scores.add("restate", Trial.FLOOD, seen(true, 10, 0));

        assertThat(line("bento")).containsSubsequence("bento", "restate");
        assertThat(line("records per second")).matches(".* - +100");
    }

    @Test
    void theTimeOfARunThatDidNotComeThroughIsNotTold() {
        scores.add("bento", Trial.KILL, seen(false, 10, 3));

        assertThat(line("kill -9: seconds until all records were correct")).endsWith("-");
        assertThat(line("  lost")).endsWith("3");
    }

    @Test
    void thePoisonedKeysCostIsTheDifferenceOfTwoRuns() {
        scores.add("bento", Trial.UNPOISONED, seen(true, 1.5, 0));
        scores.add("bento", Trial.POISON, seen(true, 42, 0));

        assertThat(line("seconds by which a poisoned key delays other keys")).endsWith("40.50");
    }

    @Test
    void thePoisonedKeysCostNeedsBothRuns() {
        scores.add("bento", Trial.POISON, seen(true, 42, 0));

        assertThat(line("seconds by which a poisoned key delays other keys")).endsWith("-");
    }

    @Test
    void whatTheFloodCostIsToldByProcessAndOfItsOwnInTheTable() {
        scores.add("bento", Trial.FLOOD, seen(true, 10, 0));
        scores.add("restate", Trial.KILL, seen(true, 10, 0));

        assertThat(scores.cpuSecondsPer1000())
                .isEqualTo(Map.of("bento", Map.of("bento", 1.0, "kafka", 2.0, "total", 3.0)));
        assertThat(line("CPU seconds per 1,000 records")).matches(".* 1\\.00 +-");
    }

    @Test
    void aLossIsAProblemOfItsContenderAlone() {
        scores.add("bento", Trial.KILL, seen(true, 10, 1));
        scores.add("restate", Trial.KILL, seen(true, 10, 0));

        assertThat(scores.problems("bento")).hasSize(1);
        assertThat(scores.problems("restate")).isEmpty();
    }

    @Test
    void aTrialThatBrokeDownIsAProblemAndADash() {
        scores.enter("restate");
        scores.brokeDown("restate", Trial.FLOOD);

        assertThat(scores.problems("restate")).containsExactly("restate, FLOOD: not measured");
        assertThat(line("records per second")).endsWith("-");
    }

    private String line(String title) {
        return scores.table()
                .lines()
                .filter(line -> line.contains(title))
                .findFirst()
                .orElse("");
    }

    private static Seen seen(boolean through, double seconds, int lost) {
        TreeSet<String> ids = new TreeSet<>(List.of("a", "b", "c").subList(0, lost));
        AuditReport audit = new AuditReport(ids, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), Map.of());
        CpuTimes cpu = new CpuTimes(Map.of("bento", Duration.ofSeconds(1), "kafka", Duration.ofSeconds(2)));
        return new Seen(1000, through, seconds, cpu, cpu.of(Set.of("bento", "worker")), 5, 0, audit);
    }
}
