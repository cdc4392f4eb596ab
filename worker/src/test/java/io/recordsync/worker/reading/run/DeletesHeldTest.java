package io.recordsync.worker.reading.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.rules.DeleteGuard;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From how many deletes on a person has to decide. */
class DeletesHeldTest {

    private static final DeleteGuard BY_DEFAULT = new DeleteGuard(20, 10, 500);

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "0,      0,      false",
        "0,      2,      false",
        "1,      1,      false",
        "1,      2,      false",
        "2,      2,      true",
        "14,     15,     false",
        "15,     15,     true",
        "20,     199,    false",
        "20,     200,    false",
        "21,     200,    true",
        "21,     209,    true",
        "21,     210,    false",
        "22,     210,    true",
        "500,    100000, false",
        "501,    100000, true",
        "100000, 100000, true",
    })
    void theGuardHolds(long gone, long living, boolean held) {
        assertThat(DeletesHeld.isHeld(BY_DEFAULT, gone, living)).isEqualTo(held);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({"3, 100, false", "4, 100, true", "9, 1000, false", "11, 1000, true"})
    void theRulesSetIt(long gone, long living, boolean held) {
        assertThat(DeletesHeld.isHeld(new DeleteGuard(3, 2, 10), gone, living)).isEqualTo(held);
    }
}
