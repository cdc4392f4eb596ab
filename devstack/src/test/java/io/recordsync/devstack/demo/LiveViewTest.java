package io.recordsync.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.DeliveryState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveViewTest {

    private static final String LONGEST = "a".repeat(40);

    @Test
    void theNumbersOfSystemsWithNamesOfAnyLengthStandBelowTheirHeading(@TempDir Path folder) {
        List<DemoSystem> systems = List.of(
                new FilesDemoSystem(DemoSystemName.of("b:files"), folder),
                new FilesDemoSystem(DemoSystemName.of(LONGEST + ":files"), folder));

        List<String> lines = LiveView.systems(
                        systems,
                        Map.of("b", Map.of(DeliveryState.DELIVERED, 7L), LONGEST, Map.of(DeliveryState.DELIVERED, 9L)))
                .lines()
                .toList();

        int end = lines.getFirst().indexOf("synced") + "synced".length();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1).substring(0, end)).startsWith("  b ").endsWith(" 7");
        assertThat(lines.get(2).substring(0, end))
                .startsWith("  " + LONGEST + " ")
                .endsWith(" 9");
    }
}
