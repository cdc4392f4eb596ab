package io.recordsync.starter;

import io.recordsync.settings.SettingsRecords;
import io.recordsync.starter.bridge.intake.DebeziumSettings;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.rest.ApiSettings;
import io.recordsync.starter.rest.SimulatorSettings;
import java.util.List;

/** The settings of this module. */
public final class StarterSettings implements SettingsRecords {

    @Override
    public List<Class<? extends Record>> records() {
        return List.of(
                KafkaSettings.class,
                DebeziumSettings.class,
                BridgeSettings.class,
                ApiSettings.class,
                SimulatorSettings.class);
    }
}
