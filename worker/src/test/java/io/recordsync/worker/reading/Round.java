package io.recordsync.worker.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Steps that are taken one after the other, and what has to hold at rest. */
record Round(long seed, Setting setting, List<Step> steps) {

    private static final AtomicInteger PLAYED = new AtomicInteger();
    private static final int MOST_TRIES = 400;

    Round {
        steps = List.copyOf(steps);
    }

    /** @param invariant the invariant that does not hold, or the class of another failure */
    record Failure(Round round, String invariant, Throwable cause) {

        static Failure of(Round round, Throwable cause) {
            String text = String.valueOf(cause.getMessage());
            boolean isInvariant = cause instanceof AssertionError;
            return new Failure(
                    round,
                    isInvariant
                            ? text.substring(0, Math.min(8, text.length()))
                            : cause.getClass().getName(),
                    cause);
        }

        @Override
        public String toString() {
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return "seed " + round.seed() + ": " + cause + (root.equals(cause) ? "" : " because of " + root);
        }
    }

    static Round of(long seed) {
        Random random = new Random(seed);
        return new Round(seed, Setting.random(random), Values.steps(random, 15 + random.nextInt(36)));
    }

    /** It is the same each time, so that the round does not depend on the second in which it is played. */
    private Duration phase() {
        return Duration.ofMillis(
                Math.floorMod(new Random(seed).nextLong(), Duration.ofMinutes(1).toMillis()));
    }

    /** @throws Throwable what the round ends with, if something does not hold */
    private void run(ModelLedger ledger, Coverage coverage, StringBuilder trace) {
        ledger.forgetAttempts();
        World world = new World(ledger, setting, "r" + PLAYED.incrementAndGet() + "-", phase(), coverage);
        setting.features().forEach(coverage::note);
        try {
            for (Step step : steps) {
                world.next();
                trace.append("  ").append(step).append('\n');
                step.take(world);
                trace.append(world);
            }
            world.rest();
        } finally {
            trace.append("  at the end\n").append(world);
        }
    }

    /** Whether something does not hold. */
    List<Failure> play(ModelLedger ledger, Coverage coverage) {
        try {
            run(ledger, coverage, new StringBuilder());
            return List.of();
        } catch (AssertionError | RuntimeException e) {
            return List.of(Failure.of(this, e));
        } finally {
            coverage.endRound();
        }
    }

    /** The failure with all steps, and with as few as still end with the same one. */
    static String explained(Failure failure, ModelLedger ledger) {
        Round round = failure.round();
        Round shortest = new Shorter(ledger, failure).shortest();
        StringBuilder trace = new StringBuilder();
        String end = "";
        try {
            shortest.run(ledger, new Coverage(), trace);
        } catch (AssertionError | RuntimeException e) {
            end = e.toString();
        }
        String all = round.steps().stream().map(step -> "  " + step).collect(Collectors.joining("\n"));
        return "%s%n%s%nall steps:%n%s%nthe shortest sequence, which ends with%n  %s%n%s"
                .formatted(failure, round.setting(), all, end, trace);
    }

    /** Leaves out steps as long as the same invariant fails. */
    private static final class Shorter {

        private final ModelLedger ledger;
        private final Failure failure;
        private int tries;

        Shorter(ModelLedger ledger, Failure failure) {
            this.ledger = ledger;
            this.failure = failure;
        }

        Round shortest() {
            List<Step> left = failure.round().steps();
            for (int size = Math.max(1, left.size() / 2); size > 1; size /= 2) {
                left = without(left, size);
            }
            List<Step> before = List.of();
            while (!before.equals(left)) {
                before = left;
                left = without(left, 1);
            }
            return new Round(failure.round().seed(), failure.round().setting(), left);
        }

        private List<Step> without(List<Step> all, int size) {
            List<Step> left = new ArrayList<>(all);
            for (int from = left.size() - size; from >= 0; from -= size) {
                List<Step> fewer = new ArrayList<>(left);
                fewer.subList(from, from + size).clear();
                if (fails(fewer)) {
                    left = fewer;
                }
            }
            return left;
        }

        private boolean fails(List<Step> fewer) {
            Round round = new Round(failure.round().seed(), failure.round().setting(), fewer);
            return ++tries <= MOST_TRIES
                    && round.play(ledger, new Coverage()).stream()
                            .anyMatch(other -> other.invariant().equals(failure.invariant()));
        }
    }
}
