package io.recordsync.worker.reading;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fixed sequences and then random rounds, until the first one fails. Played with the classes of its own loader. */
final class SuiteUntilFailure {

    private static final List<Class<?>> SEQUENCES =
            List.of(SequencesTest.class, MoreSequencesTest.class, DeleteSequencesTest.class);

    private SuiteUntilFailure() {}

    /** Returns what fails; an empty text if nothing does. */
    static String firstFailure(long rounds) {
        return SEQUENCES.stream()
                .map(SuiteUntilFailure::sequence)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> round(rounds))
                .orElse("");
    }

    private static Optional<String> round(long rounds) {
        try (ModelLedger ledger = ModelLedger.start()) {
            return LongStream.range(0, rounds)
                    .mapToObj(seed -> Round.of(seed).play(ledger, new Coverage()))
                    .flatMap(List::stream)
                    .map(Round.Failure::toString)
                    .findFirst();
        }
    }

    private static Optional<String> sequence(Class<?> test) {
        try {
            call(null, test.getDeclaredMethod("startLedger"));
            try {
                return Arrays.stream(test.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(method -> failure(test, method))
                        .flatMap(Optional::stream)
                        .findFirst();
            } finally {
                call(null, test.getDeclaredMethod("stopLedger"));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> failure(Class<?> test, Method method) {
        try {
            var constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            call(constructor.newInstance(), method);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(method.getName() + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void call(@Nullable Object instance, Method method) throws ReflectiveOperationException {
        method.setAccessible(true);
        method.invoke(instance);
    }
}
