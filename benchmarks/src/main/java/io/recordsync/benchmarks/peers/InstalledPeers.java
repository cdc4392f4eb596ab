package io.recordsync.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the peers: the programs that {@code benchmarks/peers/install} installs, and their configurations. */
public final class InstalledPeers {

    private final Path home;

    /** @param home the root of the checkout */
    public InstalledPeers(Path home) {
        this.home = home;
    }

    Path program(String name) {
        return folder().resolve("bin").resolve(name);
    }

    Path configuration(String name) {
        return home.resolve("benchmarks/peers").resolve(name);
    }

    /** The command that runs a peer written in Java, with this heap setting. */
    List<String> java(String heap, String mainClass) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                folder().resolve("java") + "/*",
                "io.recordsync.peers." + mainClass);
    }

    /** What to do if one of these files is missing. The names are paths relative to the peers' folder. */
    public Optional<String> missing(String peer, String... needed) {
        return Stream.of(needed).map(folder()::resolve).allMatch(Files::exists)
                ? Optional.empty()
                : Optional.of("%s is not installed: run benchmarks/peers/install.".formatted(peer));
    }

    /** The path of a program that copies rows. */
    public String rowPeer(String name) {
        return folder().resolve("rows/bin").resolve(name).toString();
    }

    /** The path of a file with which such a program is used. */
    public String rowPeerFile(String name) {
        return configuration("rows").resolve(name).toAbsolutePath().toString();
    }

    /** The version of such a program. */
    public String rowPeerVersion(String name) {
        return pinned("rows/requirements.txt", name.equals("dlt") ? "dlt[postgres]==" : "amd64==");
    }

    String bentoVersion() {
        return pinned("bento/go.mod", "require github.com/warpstreamlabs/bento v");
    }

    String parallelConsumerVersion() {
        return pinned("java/pom.xml", "<parallel-consumer.version>");
    }

    String restateServerVersion() {
        return pinned("restate/package.json", "\"@restatedev/restate-server\": \"");
    }

    String restateSdkVersion() {
        return pinned("java/pom.xml", "<restate.version>");
    }

    /** The version that follows this text in a file from which {@code benchmarks/peers/install} builds. */
    private String pinned(String file, String before) {
        Matcher version =
                Pattern.compile(Pattern.quote(before) + "([0-9A-Za-z.+-]+)").matcher(read(configuration(file)));
        return version.find() ? version.group(1) : "unknown";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The version of a peer cannot be determined.", e);
        }
    }

    private Path folder() {
        return home.resolve(".recordsync/peers");
    }
}
