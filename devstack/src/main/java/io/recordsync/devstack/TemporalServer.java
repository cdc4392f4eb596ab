package io.recordsync.devstack;

import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal server for one machine. If a {@code temporal} binary is available, it is the real development server with
 * its Web UI and its data in one SQLite file: acknowledged data survives a restart and {@code kill -9}. Otherwise it is
 * the SDK's server in memory, without a Web UI or data on disk, and with fewer abilities.
 */
public final class TemporalServer implements AutoCloseable {

    public static final int USUAL_PORT = 7233;
    public static final int USUAL_WEB_UI_PORT = 8233;

    /** The namespace that a development server creates itself. */
    public static final String NAMESPACE = "default";

    private static final String PID_FILE = "temporal.pid";
    private static final String LOOPBACK = "127.0.0.1";

    private final FolderLock lock;
    private final Path folder;
    private final @Nullable Path binary;
    private final int port;
    private final int webUiPort;
    private AutoCloseable server;

    private TemporalServer(FolderLock lock, @Nullable Path binary, int port, int webUiPort) {
        this.lock = lock;
        this.folder = lock.folder();
        this.binary = binary;
        this.port = port;
        this.webUiPort = webUiPort;
        this.server = begin();
    }

    /**
     * Finds the {@code temporal} binary or gets it, which takes seconds to download or about three minutes to build.
     *
     * @param tools the folder for a binary that was downloaded or built
     * @return empty if none is available; the reason was noted
     */
    public static Optional<Path> findBinary(Path tools, Progress progress) {
        Optional<Path> binary = TemporalBinary.ofThisMachine(tools).find(progress);
        if (binary.isEmpty()) {
            progress.note("No Temporal server can be installed here, so that one in memory is used. It has no Web"
                    + " UI, and its workflows are lost when it stops. Install the temporal CLI or Go, or set"
                    + " TEMPORAL_ADDRESS.");
        }
        return binary;
    }

    /**
     * Starts the server on its data in the folder, and registers the search attributes.
     *
     * @param binary the {@code temporal} binary; if empty, the server is in memory
     * @throws DevStackException if a port is taken, the folder is in use, or the server does not start
     */
    public static TemporalServer start(Path folder, Optional<Path> binary, Port port, Port webUiPort) {
        FolderLock lock = FolderLock.of(folder);
        try {
            killLeftover(lock.folder());
            return new TemporalServer(
                            lock, binary.orElse(null), port.claim("Temporal"), webUiPort.claim("Temporal's Web UI"))
                    .withSearchAttributes();
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private TemporalServer withSearchAttributes() {
        try {
            SearchAttributeRegistration.register(target(), NAMESPACE);
            return this;
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private AutoCloseable begin() {
        QuietLoggers.apply();
        return binary == null ? TestServer.createPortBoundServer(port) : launch(binary);
    }

    private TemporalDevServer launch(Path binary) {
        try {
            kill();
            return TemporalDevServer.start(NAMESPACE, options(startScript(binary)));
        } catch (IOException | IllegalStateException e) {
            throw new DevStackException(
                    ("Temporal did not start on its data in %s. Its log %s says why. `./recordsync reset`"
                                    + " deletes the data.")
                            .formatted(folder, folder.resolve("temporal.log")),
                    e);
        }
    }

    private TemporalDevServerOptions options(Path script) {
        return TemporalDevServerOptions.newBuilder()
                .setExistingPath(script.toString())
                .setDownloadEnabled(false)
                .setIp(LOOPBACK)
                .setPort(port)
                .setUiPort(webUiPort)
                .setDatabaseFilename(folder.resolve("temporal.db").toString())
                .setLogFile(folder.resolve("temporal.log").toString())
                .setStartupTimeout(Duration.ofSeconds(60))
                .setExtraArgs(Stream.concat(pragmas(), dynamicConfig()).toList())
                .build();
    }

    /** Twice as fast as SQLite's defaults. The data is still intact after {@code kill -9}. */
    private static Stream<String> pragmas() {
        return Stream.of("journal_mode=wal", "synchronous=normal")
                .flatMap(pragma -> Stream.of("--sqlite-pragma", pragma));
    }

    /**
     * One partition per queue makes a queue's rate limit and fairness exact. By default a shard polls for new tasks at
     * most 20 times a second, which is enough for one of hundreds of shards but not for a single one: from 10 changes a
     * second on, each of their steps would wait for a poll.
     */
    private static Stream<String> dynamicConfig() {
        return Stream.of(
                        "history.transferProcessorMaxPollRPS=1000",
                        "matching.numTaskqueueReadPartitions=1",
                        "matching.numTaskqueueWritePartitions=1",
                        "matching.useNewMatcher=true",
                        "matching.enableFairness=true")
                .flatMap(value -> Stream.of("--dynamic-config-value", value));
    }

    /**
     * The library does not report its server's process id, and Ctrl-C in a terminal would reach the server before the
     * processes that still need it. So a script writes the id to a file, and starts the server in its own session if
     * {@code setsid} exists.
     */
    private Path startScript(Path binary) throws IOException {
        Path script = folder.resolve("start");
        Files.writeString(script, """
                #!/bin/sh
                echo $$ > '%s'
                command -v setsid > /dev/null && exec setsid '%s' "$@"
                exec '%2$s' "$@"
                """.formatted(quoted(folder.resolve(PID_FILE)), quoted(binary.toAbsolutePath())));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "'\\''");
    }

    /** The address for clients, as {@code host:port}. */
    public String target() {
        return LOOPBACK + ":" + port;
    }

    /** The address of the Web UI. Empty if the server has none. */
    public Optional<URI> webUi() {
        return binary == null ? Optional.empty() : Optional.of(URI.create("http://" + LOOPBACK + ":" + webUiPort));
    }

    /** The real server's process. Empty for the server in memory, and while the server is stopped. */
    public Optional<ProcessHandle> process() {
        return OrphanProcess.find(folder.resolve(PID_FILE), "temporal").map(OrphanProcess::process);
    }

    /** {@code kill -9} of the real server, for tests of what survives that. Does nothing to the server in memory. */
    public void kill() {
        killLeftover(folder);
    }

    /** Kills a server of that folder that still runs after a recordsync was killed. */
    static void killLeftover(Path folder) {
        OrphanProcess.find(folder.resolve(PID_FILE), "temporal").ifPresent(OrphanProcess::kill);
    }

    /** Shuts the server down, until {@link #startAgain()}. */
    public void stop() {
        try {
            server.close();
        } catch (Exception e) {
            throw new DevStackException("Temporal at %s did not stop.".formatted(target()), e);
        }
    }

    /** Starts the server on the same ports and data after {@link #kill()} or {@link #stop()}. */
    public void startAgain() {
        stop();
        server = begin();
    }

    @Override
    public void close() {
        try (lock) {
            stop();
        }
    }
}
