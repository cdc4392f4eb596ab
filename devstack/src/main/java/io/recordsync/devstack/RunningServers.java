package io.recordsync.devstack;

import io.grpc.StatusRuntimeException;
import io.recordsync.settings.DatabaseUrl;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.postgresql.ds.PGSimpleDataSource;

/** Checks that servers that are already running answer in time. */
final class RunningServers {

    private final Duration patience;

    /** @param patience how long to wait for each server, in whole seconds */
    RunningServers(Duration patience) {
        this.patience = patience;
    }

    /** @throws DevStackException if it does not answer */
    void checkKafka(String bootstrapServers) {
        QuietLoggers.apply();
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis()))) {
            admin.describeCluster().clusterId().get();
        } catch (ExecutionException | KafkaException e) {
            throw new DevStackException(
                    ("No Kafka answers at %s. Start it, correct KAFKA_BOOTSTRAP_SERVERS, or unset it"
                                    + " to use the embedded one.")
                            .formatted(bootstrapServers),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("The search for Kafka was interrupted.", e);
        }
    }

    /**
     * Does not check user and password: the processes that use them report that. Never repeats the address, which may
     * contain them.
     *
     * @throws DevStackException if the server does not answer, or has no such database
     */
    void checkDatabase(String url) {
        DatabaseUrl address = parse(url);
        try (Connection connection = source(address).getConnection()) {
            connection.isValid((int) patience.toSeconds());
        } catch (SQLException e) {
            if (!isAboutWhoAsks(e)) {
                throw new DevStackException(
                        ("No PostgreSQL database answers at %s (SQL state %s). Start it, correct"
                                        + " DATABASE_URL, or unset it to use the embedded one.")
                                .formatted(address, e.getSQLState()),
                        e);
            }
        }
    }

    private static DatabaseUrl parse(String url) {
        try {
            return DatabaseUrl.valueOf(url);
        } catch (IllegalArgumentException e) {
            throw new DevStackException("DATABASE_URL is neither jdbc:postgresql://host:port/database nor"
                    + " postgres://user:password@host:port/database.");
        }
    }

    private PGSimpleDataSource source(DatabaseUrl address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbc());
        address.username().ifPresent(source::setUser);
        address.password().ifPresent(source::setPassword);
        source.setConnectTimeout((int) patience.toSeconds());
        source.setLoginTimeout((int) patience.toSeconds());
        return source;
    }

    /** Class 28 of the SQL states, and the driver's own state for a missing password. */
    private static boolean isAboutWhoAsks(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("28") || state.equals("08004"));
    }

    /** @throws DevStackException if it does not answer */
    void checkTemporal(String target) {
        WorkflowServiceStubs server = stubs(target);
        try {
            server.connect(patience);
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new DevStackException(
                    ("No Temporal server answers at %s. Start it, correct TEMPORAL_ADDRESS, or unset"
                                    + " it to use one on this machine.")
                            .formatted(target),
                    e);
        } finally {
            server.shutdownNow();
        }
    }

    static WorkflowServiceStubs stubs(String target) {
        QuietLoggers.apply();
        return WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }
}
