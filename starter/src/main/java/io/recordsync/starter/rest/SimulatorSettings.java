package io.recordsync.starter.rest;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the simulators of systems are, for what is pushed into them. */
@ConfigurationProperties("simulators")
public record SimulatorSettings(
        @Setting(
                value = "The addresses of simulators into which the REST API can push contacts, for demonstrations.",
                allowed = "a comma-separated list such as salesforce=http://127.0.0.1:9010")
        List<@Pattern(regexp = "[^=]+=https?://[^\\s?#]+") String> addresses) {

    /** The address of a system's simulator. */
    Optional<String> of(String system) {
        String name = system.toLowerCase(Locale.ROOT) + "=";
        return addresses.stream()
                .filter(one -> one.startsWith(name))
                .map(one -> one.substring(name.length()).replaceFirst("/+$", ""))
                .findFirst();
    }
}
