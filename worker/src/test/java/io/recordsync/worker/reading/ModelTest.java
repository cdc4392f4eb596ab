package io.recordsync.worker.reading;

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
        seeds().forEach(seed -> failures.addAll(Round.of(seed).play(ledger(), coverage)));
        System.out.println(coverage);
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
    }

    private static ModelLedger ledger() {
        return Objects.requireNonNull(ledger);
    }
}
