package io.recordsync.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortTest {

    /** Of 500 numbers drawn at random from 12,768, some would be the same. */
    @Test
    void noPortIsDrawnTwice() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ports.add(FreePort.draw());
        }
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= 20_000 && port < 32_768);
    }

    /** Two modules are tested at once, each in a process of its own. */
    @Test
    void noPortIsDrawnThatAProcessHasDrawnWhichLives() throws IOException {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Draws.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader theirs = other.inputReader()) {
            Set<Integer> taken = IntStream.range(0, Draws.PORTS)
                    .mapToObj(n -> Integer.valueOf(read(theirs)))
                    .collect(Collectors.toSet());
            for (int i = 0; i < 500; i++) {
                assertThat(taken).doesNotContain(FreePort.draw());
            }
        } finally {
            other.destroy();
        }
    }

    private static String read(BufferedReader from) {
        try {
            return Objects.requireNonNull(from.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws ports, prints them and lives until it is ended. */
    static final class Draws {

        static final int PORTS = 500;

        public static void main(String[] args) throws IOException, InterruptedException {
            for (int i = 0; i < PORTS; i++) {
                System.out.println(FreePort.draw());
            }
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aPortOnWhichAProgramListensIsNotFree() throws IOException {
        int port = FreePort.draw();
        assertThat(FreePort.isFree(port)).isTrue();
        ServerSocket program = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        try (program) {
            assertThat(FreePort.isFree(port)).isFalse();
        }
        assertThat(FreePort.isFree(port)).isTrue();
    }
}
