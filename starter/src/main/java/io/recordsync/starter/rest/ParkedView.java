package io.recordsync.starter.rest;

import io.recordsync.store.LedgerReader.ParkedRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deliveries that gave up for now. */
@Schema(name = "Parked")
public record ParkedView(
        @Schema(description = "The longest parked first.") List<Delivery> parked) {

    public ParkedView {
        parked = List.copyOf(parked);
    }

    /** One of them. */
    @Schema(name = "ParkedDelivery")
    public record Delivery(
            String tenant,
            String entity,
            String id,
            String system,
            ErrorView error,

            @Schema(description = "When it failed last.") @Nullable Instant since) {}

    static ParkedView of(List<ParkedRecord> parked) {
        return new ParkedView(parked.stream().map(ParkedView::delivery).toList());
    }

    private static Delivery delivery(ParkedRecord parked) {
        return new Delivery(
                parked.key().tenant(),
                parked.key().entity(),
                parked.key().recordId(),
                parked.system(),
                ErrorView.of(parked.error()),
                parked.since().orElse(null));
    }
}
