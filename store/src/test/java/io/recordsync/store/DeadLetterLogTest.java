package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterLogTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final DeadLetterLog deadLetters = DATABASE.store().deadLetters();

    @Test
    void aMessageThatIsReadAgainKeepsItsErrorIdAndCountsOnce() {
        assertThat(deadLetters.log("kafka:t/0@1", "e-1", "not JSON")).isEqualTo("e-1");
        assertThat(deadLetters.log("kafka:t/0@1", "e-2", "still not JSON")).isEqualTo("e-1");
        assertThat(deadLetters.log("kafka:t/0@2", "e-3", "not JSON")).isEqualTo("e-3");
        assertThat(DATABASE.store().ledger().outcomes().deadLettered()).isEqualTo(2);
    }

    @Test
    void anyReasonCanBeLogged() {
        assertThat(deadLetters.log("kafka:t/0@1", "e-1", "nul \0, half \uD83D, " + "x".repeat(100_000)))
                .isEqualTo("e-1");
    }
}
