package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.database.DatabaseConnector;
import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.settings.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The database that records are synced to. It is not the database of the ledger. */
@ConfigurationProperties("synced.database")
public record SyncedDatabaseAccount(
        @Setting(
                value = "Where the synced database is, without user and password.",
                allowed =
                        "like jdbc:postgresql://host:5432/crm, jdbc:mysql://host:3306/crm or jdbc:sqlite:/path/crm.db")
        @DefaultValue("")
        String url,

        @Setting("The synced database's user, where it asks for one.") @DefaultValue("")
        String username,

        @Setting(value = "The synced database's password.", secret = true) @DefaultValue("")
        String password,

        @Setting("The column of each synced table that holds our record id, with unique values.")
        @DefaultValue(DatabaseSettings.DEFAULT_RECORD_ID_COLUMN)
        String recordIdColumn,

        @Setting(
                value = "The column that holds when a row last changed.",
                allowed = "a column's name, or none: all rows are read each time")
        @DefaultValue(DatabaseSettings.DEFAULT_MODIFIED_COLUMN)
        String modifiedColumn,

        @Setting(
                value = "The column that marks a row as deleted: a boolean, a number or a time.",
                allowed = "a column's name, or none: rows are really deleted")
        @DefaultValue(NONE)
        String deletedColumn,

        @Setting("How many connections to the synced database a process keeps at most.")
        @DefaultValue("5")
        @Min(1) @Max(100) int poolSize)
        implements SystemAccount {

    private static final String NONE = "none";

    @Override
    public String system() {
        return DatabaseConnector.SYSTEM;
    }

    @Override
    public boolean isConfigured() {
        return !url.isBlank();
    }

    @Override
    public String whatItNeeds() {
        return "SYNCED_DATABASE_URL";
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        return new DatabaseConnector(settings(), parts.http().timeout());
    }

    private DatabaseSettings settings() {
        return new DatabaseSettings(
                url, username, password, recordIdColumn, orEmpty(modifiedColumn), orEmpty(deletedColumn), poolSize);
    }

    private static String orEmpty(String column) {
        return column.equals(NONE) ? "" : column;
    }
}
