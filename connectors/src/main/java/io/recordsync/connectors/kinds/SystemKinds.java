package io.recordsync.connectors.kinds;

import io.recordsync.connectors.database.DatabaseConnector;
import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.files.FilesConnector;
import io.recordsync.connectors.files.FilesSettings;
import io.recordsync.connectors.hubspot.HubSpotConnector;
import io.recordsync.connectors.hubspot.HubSpotSettings;
import io.recordsync.connectors.outreach.OutreachConnector;
import io.recordsync.connectors.outreach.OutreachSettings;
import io.recordsync.connectors.pipedrive.PipedriveConnector;
import io.recordsync.connectors.pipedrive.PipedriveSettings;
import io.recordsync.connectors.salesforce.SalesforceConnector;
import io.recordsync.connectors.salesforce.SalesforceSettings;
import io.recordsync.connectors.servicenow.ServiceNowConnector;
import io.recordsync.connectors.servicenow.ServiceNowSettings;
import io.recordsync.connectors.webhook.WebhookConnector;
import io.recordsync.connectors.webhook.WebhookSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All kinds of systems. */
public final class SystemKinds {

    private static final SystemKind SALESFORCE = SystemKind.of(
            SalesforceConnector.SYSTEM,
            SalesforceSettings.class,
            List.of(List.of("baseUrl", "clientId", "clientSecret")),
            (settings, parts) -> new SalesforceConnector(settings, parts.http(), parts.vault(), parts.clock()));

    private static final SystemKind HUBSPOT = SystemKind.of(
            HubSpotConnector.SYSTEM,
            HubSpotSettings.class,
            List.of(List.of("apiToken")),
            (settings, parts) -> new HubSpotConnector(settings, parts.http(), parts.clock()));

    private static final SystemKind SERVICENOW = SystemKind.of(
            ServiceNowConnector.SYSTEM,
            ServiceNowSettings.class,
            List.of(List.of("baseUrl", "username", "password"), List.of("baseUrl", "clientId", "clientSecret")),
            (settings, parts) -> new ServiceNowConnector(settings, parts.http(), parts.vault(), parts.clock()));

    private static final SystemKind OUTREACH = SystemKind.of(
                    OutreachConnector.SYSTEM,
                    OutreachSettings.class,
                    List.of(List.of("clientId", "clientSecret", "refreshToken")),
                    (settings, parts) -> new OutreachConnector(settings, parts.http(), parts.vault(), parts.clock()))
            .changingCredentials();

    private static final SystemKind PIPEDRIVE = SystemKind.of(
            PipedriveConnector.SYSTEM,
            PipedriveSettings.class,
            List.of(List.of("apiToken")),
            (settings, parts) -> new PipedriveConnector(settings, parts.http(), parts.clock()));

    /** Its settings begin with SYNCED_DATABASE, because those with DATABASE are the ledger's. */
    private static final SystemKind DATABASE = SystemKind.of(
                    DatabaseConnector.SYSTEM,
                    DatabaseSettings.class,
                    List.of(List.of("url")),
                    (settings, parts) -> new DatabaseConnector(settings))
            .withPrefix("synced.database");

    private static final SystemKind FILES = SystemKind.of(
            FilesConnector.SYSTEM,
            FilesSettings.class,
            List.of(List.of("path"), List.of("source")),
            (settings, parts) -> new FilesConnector(settings, parts.http(), parts.clock()));

    private static final SystemKind WEBHOOK = SystemKind.of(
            WebhookConnector.SYSTEM,
            WebhookSettings.class,
            List.of(List.of("url", "secret")),
            (settings, parts) -> new WebhookConnector(settings, parts.http(), parts.clock()));

    /** In the order in which people see them. */
    public static final List<SystemKind> ALL =
            List.of(SALESFORCE, HUBSPOT, SERVICENOW, OUTREACH, PIPEDRIVE, DATABASE, FILES, WEBHOOK);

    private static final Map<String, SystemKind> BY_NAME =
            ALL.stream().collect(Collectors.toMap(SystemKind::name, Function.identity()));

    private SystemKinds() {}

    /** @throws IllegalArgumentException if there is no such kind */
    public static SystemKind of(String name) {
        SystemKind kind = BY_NAME.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("no kind of system is called " + name);
        }
        return kind;
    }
}
