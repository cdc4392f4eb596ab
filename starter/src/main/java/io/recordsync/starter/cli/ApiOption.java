package io.recordsync.starter.cli;

import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.starter.rest.ApiSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the address of the REST API. Use as a picocli mixin. */
final class ApiOption {

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The address of the REST API. In the environment API_URL; default: http://127.0.0.1:8000.")
    private @Nullable String url;

    /** @throws io.recordsync.settings.SettingException if it is not a valid address */
    ApiClient client() {
        SettingSources environment = SettingSources.ofEnvironment();
        SettingSources sources = url == null ? environment : environment.with("API_URL", url);
        return new ApiClient(
                Settings.read(sources, ApiSettings.class).get(ApiSettings.class).url());
    }
}
