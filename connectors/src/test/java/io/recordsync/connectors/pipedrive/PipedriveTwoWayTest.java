package io.recordsync.connectors.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.TwoWayContract;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipedriveTwoWayTest extends TwoWayContract {

    PipedriveTwoWayTest() {
        super(new PipedriveUnderTest());
    }

    @Test
    void anArchivedDealIsFoundAndADeletedOneIsNot() {
        String open = deal(Operation.CREATE, "D1", Optional.empty(), Map.of("title", "Marker 1"));
        String archived = deal(Operation.CREATE, "D2", Optional.empty(), Map.of("title", "Marker 2"));
        String deleted = deal(Operation.CREATE, "D3", Optional.empty(), Map.of("title", "Marker 3"));
        deal(Operation.UPDATE, "D2", Optional.of(archived), Map.of("is_archived", true));
        deal(Operation.DELETE, "D3", Optional.of(deleted), Map.of());

        List<ReadRecord> found = connector.find("deals", List.of("title"), List.of(deleted, archived, open), scope());

        assertThat(found).extracting(ReadRecord::externalId).containsExactlyInAnyOrder(open, archived);
        assertThat(found).extracting(row -> row.recordId().orElse("")).containsExactlyInAnyOrder("D1", "D2");
    }

    private String deal(
            Operation operation, String recordId, Optional<String> id, Map<String, @Nullable Object> content) {
        Write write = new Write(operation, "deals", recordId, id, content, Optional.empty(), 1, false);
        return write(write).externalId().orElseThrow();
    }
}
