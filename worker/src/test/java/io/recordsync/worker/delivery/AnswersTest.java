package io.recordsync.worker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final ConnectorException DOWN = reason(ErrorKind.UNAVAILABLE, false, null);
    private static final ConnectorException STOPPED = reason(ErrorKind.RATE_LIMITED, true, null);
    private static final ConnectorException LIMIT = reason(ErrorKind.RATE_LIMITED, false, Duration.ofSeconds(1));
    private static final ConnectorException LONG_LIMIT = reason(ErrorKind.RATE_LIMITED, false, Duration.ofMinutes(1));
    private static final ConnectorException OWN = reason(ErrorKind.PERMANENT, false, null);
    private static final Outcome WRITTEN = new Outcome.Written(Optional.empty(), Outcome.Effect.UPDATED);

    @Test
    void eachRowKeepsItsOwnDoubtAndWaitsAsLongAsAnyLikeIt() {
        Answers answers = answers(DOWN, STOPPED, LIMIT, LONG_LIMIT);

        assertThat(answers.failure()).contains(DOWN);
        assertThat(answers.like(STOPPED)).isSameAs(STOPPED);
        assertThat(answers.like(LIMIT)).isSameAs(LONG_LIMIT);
        assertThat(answers.isOwn(DOWN)).isFalse();
        assertThat(answers.mayGoOn()).isFalse();
    }

    @Test
    void aSystemThatServesSomeRowsIsNotDown() {
        assertThat(new Answers(List.of(WRITTEN, new Outcome.Refused(DOWN))).failure())
                .isEmpty();
        assertThat(answers(OWN, DOWN).failure()).isEmpty();
        assertThat(answers(OWN, DOWN).isOwn(DOWN)).isTrue();
        assertThat(answers(OWN, DOWN, DOWN).isOwn(DOWN)).isFalse();
        assertThat(answers(OWN, DOWN, DOWN).mayGoOn()).isTrue();
    }

    private static Answers answers(ConnectorException... reasons) {
        return new Answers(Stream.of(reasons).<Outcome>map(Outcome.Refused::new).toList());
    }

    private static ConnectorException reason(ErrorKind kind, boolean inDoubt, @Nullable Duration retryAfter) {
        return new ConnectorException(kind, "CODE", "a sentence", inDoubt, retryAfter, null);
    }
}
