package io.recordsync.starter.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What became of the records that a run has changed, at other systems. */
@Schema(name = "RunDeliveries")
public record RunDeliveriesView(List<OfSystem> systems) {

    public RunDeliveriesView {
        systems = List.copyOf(systems);
    }

    /** One of these systems. */
    @Schema(name = "RunDeliveriesOfSystem")
    public record OfSystem(
            String system,

            @Schema(description = "Records that were not routed yet, or whose delivery is due.")
            long waiting,

            @Schema(description = "Records that are written, or deleted, there.")
            long delivered,

            @Schema(description = "Records that need a person.")
            long parked) {}
}
