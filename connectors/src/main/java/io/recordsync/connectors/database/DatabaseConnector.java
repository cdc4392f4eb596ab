package io.recordsync.connectors.database;

import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.util.List;

/** One database. An object is a table. */
public final class DatabaseConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "database";

    private final String system;
    private final DatabaseSettings settings;
    private final ConnectionTransactions transactions;
    private final Tables tables;
    private final DatabaseReads reads;
    private final DatabaseWrites writes;
    private final DatabaseFields fields;

    public DatabaseConnector(String system, DatabaseSettings settings) {
        this(system, settings, new HikariDataSource(ConnectionTransactions.pool(settings)));
    }

    DatabaseConnector(String system, DatabaseSettings settings, HikariDataSource pool) {
        this.system = system;
        this.settings = settings;
        this.transactions = new ConnectionTransactions(system, pool, settings);
        this.tables = new Tables(settings);
        this.reads = new DatabaseReads(system, settings, transactions, tables);
        this.writes = new DatabaseWrites(transactions, tables);
        this.fields = new DatabaseFields(transactions, tables);
    }

    @Override
    public String system() {
        return system;
    }

    @Override
    public Capabilities capabilities() {
        Feed feed = settings.modifiedColumn().isEmpty() ? Feed.FULL : Feed.KEYSET;
        return new Capabilities(
                "",
                Writing.inBatches(DatabaseWrites.MAX_BATCH, BatchForm.ONE_CALL, Identity.LOOK_UP),
                new Reading(feed, reads.hasSoftDeletes(), DatabaseReads.MAX_PAGE, reads.visibility()),
                transactions.quota(),
                DatabaseErrors.LIMIT_WAIT);
    }

    @Override
    public Outcome write(Write write, CallScope scope) {
        return writes.write(write, scope);
    }

    @Override
    public List<Outcome> writeAll(List<Write> all, CallScope scope) {
        return writes.writeAll(all, scope);
    }

    @Override
    public Page read(Read read, CallScope scope) {
        return reads.read(read, scope);
    }

    @Override
    public List<ReadRecord> find(String object, List<String> fields, List<String> externalIds, CallScope scope) {
        return reads.find(object, fields, externalIds, scope);
    }

    @Override
    public ObjectSchema describe(String object, CallScope scope) {
        return fields.describe(object, scope);
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new DatabaseCheck(settings, transactions, tables, reads).check(objects, scope);
    }

    /** Empty: a database has no user interface. */
    @Override
    public String recordUrl(String object, String externalId) {
        return "";
    }

    @Override
    public void close() {
        transactions.close();
    }
}
