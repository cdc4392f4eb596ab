package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/** A contact inside a simulated system that was made or edited. */
@Schema(name = "Pushed")
public record PushedView(
        String system,
        @JsonProperty("record_id") String recordId,

        @Schema(description = "The id that the system gave the contact.") @JsonProperty("external_id")
        String externalId) {}
