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
 * A Temporal server for one machine. Where a {@code temporal} binary is at hand it is the real development server with
 * its Web UI and its data in one SQLite file: what it acknowledged survives a restart and {@code kill -9}. Otherwise it
 * is the SDK's server in memory: no Web UI, no data on disk, fewer abilities.
 */
public final class TemporalServer implements AutoCloseable {

    public static final int USUAL_PORT = 7233;
    public static final int USUAL_WEB_UI_PORT = 8233;

    /** The namespace that a development server makes by itself. */
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
     * @param tools where a binary that had to be fetched or built is kept
     * @return nothing where none can be had; the progress has heard why
     */
    public static Optional<Path> findBinary(Path tools, Progress progress) {
        Optional<Path> binary = TemporalBinary.ofThisMachine(tools).find(progress);
        if (binary.isEmpty()) {
            progress.note("No real Temporal server can be had here, so one in memory is used: no Web UI,"
                    + " and workflows are lost"
                    + " when it stops. Install the temporal CLI or Go, or set TEMPORAL_ADDRESS.");
        }
        return binary;
    }

    /**
     * Starts the server on its data in the folder, with the search attributes registered.
     *
     * @param binary the {@code temporal} binary; without one the server is in memory
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
            SearchAttributes.register(target(), NAMESPACE);
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
                    "Temporal did not start on its data in %s; its log %s says why, `./recordsync reset` empties it."
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

    /** Twice as fast as SQLite's defaults, and still whole after {@code kill -9}. */
    private static Stream<String> pragmas() {
        return Stream.of("journal_mode=wal", "synchronous=normal")
                .flatMap(pragma -> Stream.of("--sqlite-pragma", pragma));
    }

    /**
     * One partition per queue makes a queue's rate limit and its fairness exact. A shard looks for new tasks 20 times a second at most, which is
     * much for one of hundreds and little for the only one: from 10 changes a second on, each of their steps would wait for a look.
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
     * The library tells nobody its server's process id, and lets Ctrl-C in a terminal reach the server before those
     * that still need it. So a script leaves the id in a file, and gives the server a session of its own where {@code
     * setsid} exists.
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

    /** The Web UI, where the server has one. */
    public Optional<URI> webUi() {
        return binary == null ? Optional.empty() : Optional.of(URI.create("http://" + LOOPBACK + ":" + webUiPort));
    }

    /** The real server's process; nothing for the server in memory, and while it is stopped. */
    public Optional<ProcessHandle> process() {
        return OrphanProcess.find(folder.resolve(PID_FILE), "temporal").map(OrphanProcess::process);
    }

    /** {@code kill -9} of the real server: for tests of what survives that. The server in memory is left alone. */
    public void kill() {
        killLeftover(folder);
    }

    /** Ends a server of that folder which outlived a killed recordsync. */
    static void killLeftover(Path folder) {
        OrphanProcess.find(folder.resolve(PID_FILE), "temporal").ifPresent(OrphanProcess::kill);
    }

    /** Stops the server in good order, until {@link #startAgain()}. */
    public void stop() {
        try {
            server.close();
        } catch (Exception e) {
            throw new DevStackException("Temporal at %s did not stop.".formatted(target()), e);
        }
    }

    /** Starts it on the same ports and data after {@link #kill()} or {@link #stop()}. */
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
