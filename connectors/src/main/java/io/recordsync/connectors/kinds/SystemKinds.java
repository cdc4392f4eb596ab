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
            SalesforceConnector.KIND,
            SalesforceSettings.class,
            List.of(List.of("baseUrl", "clientId", "clientSecret")),
            (system, settings, parts) -> new SalesforceConnector(
                    system, settings, parts.http(), parts.vault(), parts.accounts(), parts.clock()));

    private static final SystemKind HUBSPOT = SystemKind.of(
            HubSpotConnector.KIND,
            HubSpotSettings.class,
            List.of(List.of("apiToken")),
            (system, settings, parts) ->
                    new HubSpotConnector(system, settings, parts.http(), parts.accounts(), parts.clock()));

    private static final SystemKind SERVICENOW = SystemKind.of(
            ServiceNowConnector.KIND,
            ServiceNowSettings.class,
            List.of(List.of("baseUrl", "username", "password"), List.of("baseUrl", "clientId", "clientSecret")),
            (system, settings, parts) ->
                    new ServiceNowConnector(system, settings, parts.http(), parts.vault(), parts.clock()));

    private static final SystemKind OUTREACH = SystemKind.of(
                    OutreachConnector.KIND,
                    OutreachSettings.class,
                    List.of(List.of("clientId", "clientSecret", "refreshToken")),
                    (system, settings, parts) ->
                            new OutreachConnector(system, settings, parts.http(), parts.vault(), parts.clock()))
            .changingCredentials();

    private static final SystemKind PIPEDRIVE = SystemKind.of(
            PipedriveConnector.KIND,
            PipedriveSettings.class,
            List.of(List.of("apiToken")),
            (system, settings, parts) ->
                    new PipedriveConnector(system, settings, parts.http(), parts.accounts(), parts.clock()));

    /** Its settings begin with SYNCED_DATABASE, because those with DATABASE are the ledger's. */
    private static final SystemKind DATABASE = SystemKind.of(
                    DatabaseConnector.KIND,
                    DatabaseSettings.class,
                    List.of(List.of("url")),
                    (system, settings, parts) -> new DatabaseConnector(system, settings))
            .withPrefix("synced.database");

    private static final SystemKind FILES = SystemKind.of(
            FilesConnector.KIND,
            FilesSettings.class,
            List.of(List.of("path"), List.of("source")),
            (system, settings, parts) -> new FilesConnector(system, settings, parts.http(), parts.clock()));

    private static final SystemKind WEBHOOK = SystemKind.of(
            WebhookConnector.KIND,
            WebhookSettings.class,
            List.of(List.of("url", "secret")),
            (system, settings, parts) -> new WebhookConnector(system, settings, parts.http(), parts.clock()));

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
            throw new IllegalArgumentException("there is no kind of system with the name " + name);
        }
        return kind;
    }
}
