package io.recordsync.devstack.demo;

import io.recordsync.devstack.DevStack;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the demo's worker and starter: the person's own environment, overridden by the addresses of the
 * demo's servers and systems.
 */
record DemoSources(DevStack servers, DemoSystems systems, Demo.Options options) {

    SettingSources sources() {
        Map<String, String> flags = new HashMap<>(servers.environment());
        flags.putAll(systems.settings());
        flags.put("SIMULATORS_ADDRESSES", systems.simulators());
        flags.put("LOG_FILE", options.data().root().resolve("recordsync.log").toString());
        if (!options.systems().equals(DemoSystems.USUAL)) {
            flags.put("SYNC_RULES", DemoSystems.rules(options.systems()));
        }
        ifAbsent(flags, "CREDENTIALS_KEY", options.data().credentialsKey());
        ifAbsent(flags, "HTTP_TIMEOUT", seconds(FaultPlans.CALL_TIMEOUT));
        ifAbsent(flags, "SYNC_LATE_WRITE_GRACE", seconds(FaultPlans.GRACE));
        return new SettingSources(flags, options.environment(), Optional.empty());
    }

    static String topic(Settings settings) {
        return settings.get(KafkaSettings.class).topic().getFirst();
    }

    private void ifAbsent(Map<String, String> flags, String name, String value) {
        if (!options.environment().containsKey(name)) {
            flags.put(name, value);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
