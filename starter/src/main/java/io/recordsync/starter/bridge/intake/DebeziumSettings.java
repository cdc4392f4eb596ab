package io.recordsync.starter.bridge.intake;

import io.recordsync.settings.api.Setting;
import io.recordsync.starter.events.DebeziumTable;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings of tables whose changes come from Debezium. */
@ConfigurationProperties("debezium")
public record DebeziumSettings(
        @Setting(
                value = "The tables whose changes come from Debezium, each with the entity of its records"
                        + " and the column of their ids.",
                allowed = "a comma-separated list such as public.customers=contact:id")
        List<DebeziumTable> tables,

        @Setting(
                value = "The text that Debezium writes for a value that the database's log does not contain"
                        + " (its unavailable.value.placeholder). Such a field keeps its value.",
                byDefault = "__debezium_unavailable_value")
        @NotBlank String unavailableValue) {}
