package io.recordsync.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.workflows.RouteAllResult.Part;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Temporal refuses a message of more than 2 MB. The largest chunk that can be set must stay below that for all existing
 * systems.
 */
class MessageSizesTest {

    private static final int LIMIT = 2 << 20;
    private static final DataConverter CONVERTER = Messages.converter(List.of());
    private static final String RULES = "0123456789abcdef".repeat(4);
    private static final Times TIMES =
            new Times(Duration.ofSeconds(67), Duration.ofMinutes(5), Duration.ofHours(6), Duration.ofDays(30));

    private static final List<String> SYSTEMS =
            List.of("salesforce", "hubspot", "servicenow", "outreach", "pipedrive", "database", "files", "webhook");

    private static final List<String> RECORD_IDS = IntStream.range(0, 2000)
            .mapToObj("0b9c53a2-7d1e-4f0a-9a6b-%012d"::formatted)
            .toList();

    @Test
    void theLargestChunkThatIsDueEverywhereFits() {
        List<Part> parts =
                SYSTEMS.stream().map(system -> new Part(system, RECORD_IDS)).toList();

        assertThat(size(new RouteAllResult(parts, List.of(), TIMES, RULES))).isLessThan(LIMIT);
    }

    @Test
    void theLargestChunkThatIsParkedEverywhereFits() {
        List<HandedOver> parked = SYSTEMS.stream()
                .flatMap(system -> RECORD_IDS.stream().map(id -> new HandedOver(id, system, "PARKED")))
                .toList();

        assertThat(size(new RouteAllResult(List.of(), parked, TIMES, RULES))).isLessThan(LIMIT);
    }

    @Test
    void theLargestChunkOfWhichEachRowIsRefusedFits() {
        List<HandedOver> refused = RECORD_IDS.stream()
                .map(id -> new HandedOver(id, "salesforce", "FIELD_CUSTOM_VALIDATION_EXCEPTION"))
                .toList();

        assertThat(size(new DeliverAllResult(0, refused, RECORD_IDS, Duration.ofMinutes(5), RULES)))
                .isLessThan(LIMIT);
    }

    private static int size(Object message) {
        return CONVERTER.toPayload(message).orElseThrow().getSerializedSize();
    }
}
