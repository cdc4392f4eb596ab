package io.recordsync.starter.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.process.StartException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ApiClientTest {

    private static final String BEGUN = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";

    @Test
    void anAnswerThatBeginsAndNeverEndsIsGivenUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ApiClient client = new ApiClient("http://127.0.0.1:" + server.getLocalPort(), Duration.ofSeconds(2))) {
            Thread.ofVirtual().start(() -> beginAnAnswer(server));

            assertThatThrownBy(() -> client.get("/v1/sync/status"))
                    .isInstanceOf(StartException.class)
                    .hasMessageEndingWith("did not answer within 2 seconds.");
        }
    }

    @SuppressWarnings("resource") // Stays open, because the answer does not end.
    private static void beginAnAnswer(ServerSocket server) {
        try {
            Socket client = server.accept();
            client.getOutputStream().write(BEGUN.getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The test has ended.
        }
    }
}
