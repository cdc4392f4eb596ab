package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.time.Duration;
import java.util.List;

/** The real connector, of which a test changes one method. */
public abstract class DelegatingConnector implements Connector {

    private final Connector real;

    protected DelegatingConnector(Connector real) {
        this.real = real;
    }

    @Override
    public Outcome write(Write write, CallScope scope) {
        return real.write(write, scope);
    }

    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return real.writeAll(writes, scope);
    }

    @Override
    public List<Outcome> writeJob(List<Write> writes, CallScope scope) {
        return real.writeJob(writes, scope);
    }

    @Override
    public void endJob(String job, CallScope scope) {
        real.endJob(job, scope);
    }

    @Override
    public String system() {
        return real.system();
    }

    @Override
    public Duration clockAhead() {
        return real.clockAhead();
    }

    @Override
    public Capabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public Page read(Read read, CallScope scope) {
        return real.read(read, scope);
    }

    @Override
    public List<ReadRecord> find(String object, List<String> fields, List<String> externalIds, CallScope scope) {
        return real.find(object, fields, externalIds, scope);
    }

    @Override
    public ObjectSchema describe(String object, CallScope scope) {
        return real.describe(object, scope);
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return real.check(objects, scope);
    }

    @Override
    public String recordUrl(String object, String externalId) {
        return real.recordUrl(object, externalId);
    }

    @Override
    public void close() {
        real.close();
    }
}
