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
                value = "The tables whose changes come from Debezium: what kind of record they hold, and which column"
                        + " is its id.",
                allowed = "a list such as public.customers=contact:id with commas between")
        List<DebeziumTable> tables,

        @Setting(
                value = "What the connector writes for a value that the database's log does not hold, its"
                        + " unavailable.value.placeholder: that field stays as it is.",
                byDefault = "__debezium_unavailable_value")
        @NotBlank String unavailableValue) {}
