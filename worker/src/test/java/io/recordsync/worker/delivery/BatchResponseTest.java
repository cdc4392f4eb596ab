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

class BatchResponseTest {

    private static final ConnectorException DOWN = reason(ErrorKind.UNAVAILABLE, false, null);
    private static final ConnectorException STOPPED = reason(ErrorKind.RATE_LIMITED, true, null);
    private static final ConnectorException LIMIT = reason(ErrorKind.RATE_LIMITED, false, Duration.ofSeconds(1));
    private static final ConnectorException LONG_LIMIT = reason(ErrorKind.RATE_LIMITED, false, Duration.ofMinutes(1));
    private static final ConnectorException OWN = reason(ErrorKind.PERMANENT, false, null);
    private static final Outcome WRITTEN = new Outcome.Written(Optional.empty(), Outcome.Effect.UPDATED);

    @Test
    void eachRowKeepsItsOwnDoubtAndWaitsAsLongAsAnyLikeIt() {
        BatchResponse response = response(DOWN, STOPPED, LIMIT, LONG_LIMIT);

        assertThat(response.failure()).contains(DOWN);
        assertThat(response.like(STOPPED)).isSameAs(STOPPED);
        assertThat(response.like(LIMIT)).isSameAs(LONG_LIMIT);
        assertThat(response.isOwn(DOWN)).isFalse();
        assertThat(response.mayGoOn()).isFalse();
    }

    @Test
    void aSystemThatServesSomeRowsIsNotDown() {
        assertThat(new BatchResponse(List.of(WRITTEN, new Outcome.Refused(DOWN))).failure())
                .isEmpty();
        assertThat(response(OWN, DOWN).failure()).isEmpty();
        assertThat(response(OWN, DOWN).isOwn(DOWN)).isTrue();
        assertThat(response(OWN, DOWN, DOWN).isOwn(DOWN)).isFalse();
        assertThat(response(OWN, DOWN, DOWN).mayGoOn()).isTrue();
    }

    private static BatchResponse response(ConnectorException... reasons) {
        return new BatchResponse(
                Stream.of(reasons).<Outcome>map(Outcome.Refused::new).toList());
    }

    private static ConnectorException reason(ErrorKind kind, boolean inDoubt, @Nullable Duration retryAfter) {
        return new ConnectorException(kind, "CODE", "a sentence", inDoubt, retryAfter, null);
    }
}
