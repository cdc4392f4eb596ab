package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.worker.reading.Round.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random edits, changes of a producer, pages and deliveries between two or three systems that write values in forms of
 * their own, answer late or not at all, and tell wrong times or none. Whatever happens, at rest all sides have the
 * same, or a person can see why not.
 */
class ModelTest {

    private static final long ROUNDS = 200;
    private static final long FROM = Long.getLong("model.from", 0);

    /** What happens in at least a third of the rounds. */
    private static final List<String> OFTEN = List.of(
            "edit back to a former value",
            "edit between ask and commit",
            "a call without answer followed by a change back",
            "a lossy vendor that shows nothing",
            "restored row");

    /** What happens in at least one of 200 rounds, and is to happen in 1 %: actions, verdicts, policies, conflicts. */
    private static final List<String> EACH = List.of(
            "edit",
            "make",
            "delete by a person",
            "made again by a person",
            "committed twice",
            "crash",
            "run taken over",
            "call ANSWERED",
            "call LOST",
            "call LATE",
            "call FAILED",
            "held deletes approved",
            "held deletes rejected",
            "producer's CREATE SNAPSHOT",
            "producer's UPDATE SNAPSHOT",
            "producer's UPDATE PATCH",
            "producer's DELETE SNAPSHOT",
            "write CREATE",
            "write UPDATE",
            "write DELETE",
            "verdict LATER",
            "verdict LATER by id",
            "verdict AMBIGUOUS",
            "verdict CONFLICT",
            "verdict CREATED",
            "verdict UPDATED",
            "verdict UPDATED by id",
            "verdict OVERRULED",
            "verdict LINKED",
            "verdict UNCHANGED",
            "record follows its row",
            "kept without its row",
            "revived by an edit",
            "revived by a restored row",
            "run ends as waiting",
            "conflict ASK",
            "conflict UNREADABLE",
            "conflict UNREPRESENTABLE",
            "conflict AMBIGUOUS",
            "policy newest",
            "policy a",
            "policy filled",
            "policy ask",
            "deletes keep",
            "deletes follow",
            "deletes recreate",
            "rest by deltas alone",
            "rest by full reads");

    private static @Nullable ModelLedger ledger;

    @BeforeAll
    static void startLedger() {
        ledger = ModelLedger.start();
    }

    @AfterAll
    static void stopLedger() {
        Objects.requireNonNull(ledger).close();
    }

    /**
     * {@code -Dmodel.only=7,19} plays these rounds alone. {@code -Drun.seeds=1000}, which the profile {@code soak}
     * sets, adds that many rounds.
     */
    private static LongStream seeds() {
        String only = System.getProperty("model.only", "");
        if (!only.isEmpty()) {
            return Stream.of(only.split(",", -1)).mapToLong(Long::parseLong);
        }
        return LongStream.range(FROM, FROM + Long.getLong("model.rounds", ROUNDS) + Long.getLong("run.seeds", 0));
    }

    @Test
    void atRestAllSidesHaveTheSameAndNoEditIsLost() {
        Coverage coverage = new Coverage();
        List<Failure> failures = new ArrayList<>();
        seeds().forEach(seed -> {
            List<Failure> failed = Round.of(seed).play(ledger(), coverage);
            failed.forEach(one -> System.out.println("failed: " + one));
            failures.addAll(failed);
        });
        System.out.println(coverage);
        System.out.println("in less than 1 %: " + coverage.below(0.01, EACH));
        if (!failures.isEmpty()) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "%d rounds failed:%n%s%nfirst of all:%n%s",
                    failures.size(),
                    failures.stream().map(Failure::toString).collect(Collectors.joining("\n")),
                    failures.stream()
                            .limit(Integer.getInteger("run.explained", 1))
                            .map(one -> Round.explained(one, ledger()))
                            .collect(Collectors.joining("\n\n"))));
        }
        if (coverage.played() >= ROUNDS) {
            assertThat(tooSeldom(coverage)).as("met too seldom").isEmpty();
        }
    }

    /** What the rounds have met too seldom. That a decision of a person holds is met in fewer rounds yet. */
    private static List<String> tooSeldom(Coverage coverage) {
        List<String> seldom = new ArrayList<>(coverage.below(0.005, EACH));
        seldom.addAll(coverage.below(1.0 / 3, OFTEN));
        seldom.addAll(coverage.below(1.0 / 4, List.of("a system without times")));
        return seldom;
    }

    private static ModelLedger ledger() {
        return Objects.requireNonNull(ledger);
    }
}
