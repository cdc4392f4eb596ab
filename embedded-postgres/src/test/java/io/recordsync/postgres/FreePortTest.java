package io.recordsync.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
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
