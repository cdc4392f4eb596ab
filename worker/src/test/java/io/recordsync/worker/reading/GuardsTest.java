package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each guard just under its limits and over them. */
class GuardsTest {

    @ParameterizedTest(name = "{0} blanks of {1} changed rows")
    @CsvSource({
        "15, 15, false",
        "19, 19, false",
        "20, 20, true",
        "20, 66, true",
        "20, 67, false",
        "60, 200, false",
        "61, 200, true",
        "30000, 100000, false",
        "30001, 100000, true"
    })
    void aFieldIsStoppedIfTwentyRowsAndMoreThanThirtyPercentOfTheChangedOnesHaveLostIt(
            long blanks, long changed, boolean isStopped) {
        assertThat(Guards.isBlanking(blanks, changed)).isEqualTo(isStopped);
    }

    @ParameterizedTest(name = "{0} other forms in {1} changed rows")
    @CsvSource({
        "9, 9, false",
        "10, 15, true",
        "10, 33, true",
        "10, 34, false",
        "60, 200, false",
        "61, 200, true",
        "30000, 100000, false",
        "30001, 100000, true"
    })
    void aFieldIsStoppedIfTenRowsAndMoreThanThirtyPercentOfTheChangedOnesShowItInAnotherForm(
            long forms, long changed, boolean isStopped) {
        assertThat(Guards.isRewriting(forms, changed)).isEqualTo(isStopped);
    }

    @ParameterizedTest(name = "{0} of {1} living rows")
    @CsvSource({
        "15, 15, false",
        "19, 60, false",
        "20, 60, true",
        "20, 199, true",
        "20, 200, false",
        "21, 200, true",
        "10000, 100000, false",
        "10001, 100000, true"
    })
    void rowsAreHeldIfTwentyAndMoreThanATenthOfTheLivingOnesGoBack(long rows, long living, boolean isHeld) {
        assertThat(Guards.isGoingBack(rows, living)).isEqualTo(isHeld);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "02138, 2138, true",
        "2138, 02138, true",
        "00000000, 0, true",
        "1.50, 1.5, true",
        "2138, 2139, false",
        "1990-05-02, 5/2/1990, true",
        "1990-05-02, 02.05.1990, true",
        "1990-05-02, 5/3/1990, false",
        "1990-05-02, 5/2/90, true",
        "1990-05-02, 5/2/1991, false",
        "+15550000003, 15550000003, true",
        "12345678901234567890, 1.23457E+19, true",
        "12345678901234567890, 12345678901234500000, true",
        "Mary, Mary Ann, false",
        "a long remark of many words, a long remark of, true",
        "Mary Ann, Mary, false",
        "open, Closed, false"
    })
    void anotherFormOfAValueIsToldFromAnotherValue(String ours, String shown, boolean isForm) {
        assertThat(FormOnly.is(ours, shown)).isEqualTo(isForm);
    }

    @Test
    void aBlankIsNoOtherForm() {
        assertThat(FormOnly.is("02138", "")).isFalse();
        assertThat(FormOnly.is("02138", null)).isFalse();
        assertThat(FormOnly.is(null, "2138")).isFalse();
    }

    @Test
    void anExampleShowsTheFormAndNotTheValue() {
        assertThat(FormOnly.masked("Ann-02138")).isEqualTo("xxx-99999");
        assertThat(FormOnly.masked(null)).isEmpty();
    }
}
