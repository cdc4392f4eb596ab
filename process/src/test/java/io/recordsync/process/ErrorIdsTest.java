package io.recordsync.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErrorIdsTest {

    @Test
    void anIdIsARandomUuid() {
        ErrorIds ids = new ErrorIds(new Random(1));
        for (int i = 0; i < 100; i++) {
            UUID id = UUID.fromString(ids.next());
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
        }
    }
}
