package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of two-way sync is switched off in turn, and the model has to notice. Runs in the profile {@code soak}. */
@EnabledIfSystemProperty(named = "run.seeds", matches = "[1-9]\\d*")
class MutationTest {

    private static final long ROUNDS = Long.getLong("run.seeds", 0);

    private static List<Mutation> mutations() {
        return Mutations.all();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void theModelFailsWithout(Mutation mutation) throws ReflectiveOperationException {
        Method suite = new Mutation.Loader(mutation.compiled())
                .loadClass(SuiteUntilFailure.class.getName())
                .getDeclaredMethod("firstFailure", long.class);
        suite.setAccessible(true);

        String failure = (String) suite.invoke(null, ROUNDS);

        System.out.println("without '" + mutation + "': " + failure);
        assertThat(failure).isNotEmpty();
    }
}
