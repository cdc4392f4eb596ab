package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.ledger.DeadLetterLog;
import io.recordsync.store.ledger.DeadLetterLog.Letter;
import io.recordsync.store.ledger.DeadLetterLog.Logged;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterLogTest {

    private static final String DOOR = "kafka:t/0@1";
    private static final String OTHER_DOOR = "kafka:t/0@2";

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final DeadLetterLog deadLetters = DATABASE.store().deadLetters();

    @Test
    void aMessageThatIsReadAgainKeepsItsErrorIdAndCountsOnce() {
        assertThat(log(DOOR, "hash", "e-1")).isEqualTo(new Logged("e-1", false));
        assertThat(log(DOOR, "hash", "e-2")).isEqualTo(new Logged("e-1", false));
        assertThat(log(OTHER_DOOR, "hash", "e-3")).isEqualTo(new Logged("e-3", false));
        assertThat(DATABASE.store().ledger().outcomes().deadLettered()).isEqualTo(2);
    }

    @Test
    void aLetterThatWasPublishedIsKnownToBe() {
        deadLetters.log(List.of(letter(OTHER_DOOR, "hash", "e-2"), letter(DOOR, "hash", "e-1")));
        deadLetters.published(List.of(DOOR));

        assertThat(log(DOOR, "hash", "e-3")).isEqualTo(new Logged("e-1", true));
        assertThat(log(OTHER_DOOR, "hash", "e-4")).isEqualTo(new Logged("e-2", false));
    }

    /** A position holds another message after a topic was deleted and created again. */
    @Test
    void anotherMessageAtTheSamePlaceIsAnotherLetter() {
        log(DOOR, "hash", "e-1");
        deadLetters.published(List.of(DOOR));

        assertThat(log(DOOR, "other hash", "e-2")).isEqualTo(new Logged("e-2", false));
    }

    @Test
    void whatABuildBeforeLoggedKeepsItsErrorIdAndIsPublishedOnceMore() {
        DATABASE.jdbc()
                .sql("insert into dead_letter (door, error_id, reason) values (:door, 'e-1', 'not JSON')")
                .param("door", DOOR)
                .update();

        assertThat(log(DOOR, "hash", "e-2")).isEqualTo(new Logged("e-1", false));
    }

    @Test
    void anyReasonCanBeLogged() {
        String reason = "nul \0, half \uD83D, " + "x".repeat(100_000);
        assertThat(deadLetters.log(List.of(new Letter(DOOR, "hash", "e-1", reason))))
                .containsOnlyKeys(DOOR);
    }

    private Logged log(String door, String hash, String errorId) {
        return deadLetters.log(List.of(letter(door, hash, errorId))).get(door);
    }

    private static Letter letter(String door, String hash, String errorId) {
        return new Letter(door, hash, errorId, "not JSON");
    }
}
