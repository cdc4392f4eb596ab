package io.recordsync.benchmarks.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code benchmarks/peers/install} puts the peers, and where their configurations are. */
public final class Installation {

    private final Path home;

    /** @param home the checkout's root */
    public Installation(Path home) {
        this.home = home;
    }

    Path program(String name) {
        return folder().resolve("bin").resolve(name);
    }

    Path configuration(String name) {
        return home.resolve("benchmarks/peers").resolve(name);
    }

    /** The command that runs one of the peers in Java, with as large a heap as recordsync's processes have. */
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

    /** What to do where one of these, each a path under the installation, is not there. */
    Optional<String> missing(String peer, String... needed) {
        return Stream.of(needed).map(folder()::resolve).allMatch(Files::exists)
                ? Optional.empty()
                : Optional.of("%s is not installed: run benchmarks/peers/install.".formatted(peer));
    }

    private Path folder() {
        return home.resolve(".recordsync/peers");
    }
}
