package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which systems there are. */
@ConfigurationProperties("sync")
public record SystemListSettings(
        @Setting(
                value = "Systems with their own names, in addition to those that are named like their kind. The"
                        + " settings of such a system begin with its name, as in CRM_EU_BASE_URL.",
                allowed = "a comma-separated list of name:kind, such as crm-eu:salesforce,archive:files")
        List<String> systems) {

    /** The name of the one setting. */
    static final String NAME = "SYNC_SYSTEMS";

    public SystemListSettings {
        systems = List.copyOf(systems);
    }
}
