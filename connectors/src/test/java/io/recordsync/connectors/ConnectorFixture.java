package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/**
 * A connector at a system that runs. All content contains the word {@code marker}. The texts of all failures are
 * searched for this word and for secrets.
 */
public abstract class ConnectorFixture {

    protected static final String MARKER = "marker";

    protected final SystemUnderTest system;
    protected VendorHttp http;
    protected TestedSystem tested;
    protected Connector connector;

    private final Map<Quota, Integer> permits = new ConcurrentHashMap<>();
    private final AtomicLong revisions = new AtomicLong();

    protected ConnectorFixture(SystemUnderTest system) {
        this.system = system;
    }

    @BeforeEach
    void start() {
        http = new VendorHttp(Duration.ofSeconds(5), InstantSource.system(), CallObserver.NONE);
        tested = system.start(http);
        connector = tested.connector();
    }

    @AfterEach
    void stop() {
        tested.close();
        http.close();
    }

    /** Of a system that has one. */
    protected Simulator simulator() {
        return tested.simulator().orElseThrow();
    }

    /** A minute from now, with every permit counted. */
    protected CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), (quota, cost, deadline) -> {
            permits.merge(quota, 1, Integer::sum);
            return Permit.UNCOUNTED;
        });
    }

    /** With permits for so many calls and no more. */
    protected CallScope scopeOf(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), (quota, cost, deadline) -> {
            if (isAccounts(quota) && left.getAndDecrement() <= 0) {
                throw new CallDeferredException("no calls are left", Duration.ofSeconds(3));
            }
            return Permit.UNCOUNTED;
        });
    }

    /** A search may have a second quota of its own beside it. */
    private boolean isAccounts(Quota quota) {
        return quota.equals(connector.capabilities().quota());
    }

    /** The permits for calls of the account, as it is known now. */
    protected int permits() {
        return permits.getOrDefault(connector.capabilities().quota(), 0);
    }

    /** API calls that the system has seen. */
    protected long calls() {
        return tested.calls();
    }

    /** Has the connector log in, so that what a test counts or scripts next meets no request for a token. */
    protected void warmUp() {
        connector.write(delete("nobody", Optional.empty()), scope());
    }

    protected Write upsert(String recordId) {
        return upsert(recordId, content(recordId));
    }

    protected Write upsert(String recordId, Map<String, @Nullable Object> content) {
        Optional<Write.Match> match = Optional.ofNullable(content.get(system.emailField()))
                .map(email -> new Write.Match(system.emailField(), email.toString()));
        return new Write(
                Operation.UPSERT, system.object(), recordId, Optional.empty(), content, match, nextRevision(), false);
    }

    /** With the match of the content that {@link #upsert(String)} gave it. */
    protected Write delete(String recordId, Optional<String> externalId) {
        Write.Match match = new Write.Match(system.emailField(), email(recordId));
        return new Write(
                Operation.DELETE,
                system.object(),
                recordId,
                externalId,
                Map.of(),
                Optional.of(match),
                nextRevision(),
                false);
    }

    /** For a system that is read too. */
    protected Write create(String recordId) {
        return create(recordId, content(recordId));
    }

    protected Write create(String recordId, Map<String, @Nullable Object> content) {
        return as(Operation.CREATE, upsert(recordId, content), Optional.empty(), Held.ANYTHING);
    }

    /** Of single fields, at a system that is read too. */
    protected Write update(String recordId, String id, Map<String, @Nullable Object> fields, Held held) {
        return as(Operation.UPDATE, upsert(recordId, fields), Optional.of(id), held);
    }

    protected static Write inDoubt(Write write) {
        return ChangedWrites.inDoubt(write);
    }

    private static Write as(Operation operation, Write write, Optional<String> id, Held held) {
        return new Write(
                operation,
                write.object(),
                write.recordId(),
                id,
                write.content(),
                write.match(),
                write.revision(),
                false,
                held);
    }

    /** As the ledger counts: content that comes back to what it was is a revision of its own. */
    private long nextRevision() {
        return revisions.incrementAndGet();
    }

    protected Map<String, @Nullable Object> content(String recordId) {
        return system.content(email(recordId), "Marker Ann");
    }

    protected Map<String, @Nullable Object> badContent() {
        return system.content("marker is no address", "Marker Bad");
    }

    protected static String email(String recordId) {
        return MARKER + "." + Integer.toHexString(recordId.hashCode()) + "@example.com";
    }

    protected Written write(Write write) {
        return (Written) connector.write(write, scope());
    }

    protected List<Outcome> writeAll(List<Write> writes) {
        return connector.writeAll(writes, scope());
    }

    /** A record that the system has from elsewhere. */
    protected StoredObject alreadyThere(Map<String, String> fields) {
        return tested.create(List.of(fields)).getFirst();
    }

    protected List<StoredObject> stored(String recordId) {
        return tested.having(system.recordIdField(), recordId);
    }

    protected StoredObject only(String recordId) {
        assertThat(stored(recordId)).hasSize(1);
        return stored(recordId).getFirst();
    }

    protected ConnectorException failure(Executable call) {
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, call::execute);
        assertThat(failure).isNotNull();
        assertNamesTheSystemAlone(failure);
        assertShowsNothing(failure);
        return failure;
    }

    protected ConnectorException refusal(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        ConnectorException reason = ((Refused) outcome).reason();
        assertNamesTheSystemAlone(reason);
        assertShowsNothing(reason);
        return reason;
    }

    protected static Effect effect(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Written.class);
        return ((Written) outcome).effect();
    }

    protected static Map<String, String> asStored(Map<String, @Nullable Object> content) {
        Map<String, String> fields = new HashMap<>();
        content.forEach((name, value) -> fields.put(name, String.valueOf(value)));
        return fields;
    }

    /**
     * Several systems may be of one kind, so that a message must not name the kind as if it were the system.
     * <em>The database</em> is a common noun.
     */
    private void assertNamesTheSystemAlone(ConnectorException failure) {
        assertThat(failure.getMessage()).doesNotContainPattern("(?<![\\w{]|[Tt]he )%s(?!\\w)".formatted(system.kind()));
    }

    protected void assertShowsNothing(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertShowsNothing(text.toString());
    }

    protected void assertShowsNothing(String text) {
        assertThat(text).doesNotContainIgnoringCase(MARKER).doesNotContain(system.secrets());
    }
}
