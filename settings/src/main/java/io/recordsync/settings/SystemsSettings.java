package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which systems there are. */
@ConfigurationProperties("sync")
public record SystemsSettings(
        @Setting(
                value = "Systems with names of their own, beside those that are named like their kind."
                        + " The settings of such a system begin with its name: CRM_EU_BASE_URL.",
                allowed = "a list of name:kind with commas between, like crm-eu:salesforce,archive:files")
        List<String> systems) {

    /** The name of the one setting. */
    static final String NAME = "SYNC_SYSTEMS";

    public SystemsSettings {
        systems = List.copyOf(systems);
    }
}
