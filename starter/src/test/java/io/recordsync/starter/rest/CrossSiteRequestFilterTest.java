package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class CrossSiteRequestFilterTest {

    private static final String TOPIC = "foreign-events";

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of());
    }

    @AfterAll
    void stop() {
        starter.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, 127.0.0.1:8000, '', 404",
        "POST, LOCALHOST:8000, '', 404",
        "POST, [::1]:8000, '', 404",
        "POST, localhost:8000, Origin: http://localhost:8000, 404",
        "POST, localhost:8000, Sec-Fetch-Site: same-origin, 404",
        "POST, localhost:8000, Sec-Fetch-Site: none, 404",
        "GET,  localhost:8000, Sec-Fetch-Site: cross-site, 404",
        "POST, localhost:8000, Sec-Fetch-Site: cross-site, 403",
        "POST, localhost:8000, Sec-Fetch-Site: same-site, 403",
        "POST, localhost:8000, Origin: http://localhost:9000, 403",
        "POST, localhost:8000, Origin: https://evil.example, 403",
        "POST, localhost:8000, Origin: null, 403",
        "POST, evil.example, Origin: http://evil.example, 403",
        "GET,  evil.example:8000, '', 403",
        "GET,  127.0.0.1.evil.example, '', 403"
    })
    void aForeignPageIsRefused(String method, String host, String header, int status) throws IOException {
        String answer = exchange(starter, method, host, header);
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json", "errorId");
    }

    @Test
    void whereTheApiIsOpenToAllAnyNameMayLeadToItAndForeignPagesAreStillRefused() throws IOException {
        try (RunningProcess open = SERVERS.starter(TOPIC, Map.of("BIND_ADDRESS", "0.0.0.0"))) {
            assertThat(exchange(open, "POST", "sync.internal", "")).startsWith("HTTP/1.1 404");
            assertThat(exchange(open, "POST", "sync.internal", "Origin: https://evil.example"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    /** Sends headers that an HTTP client would not allow. */
    private static String exchange(RunningProcess starter, String method, String host, String header)
            throws IOException {
        try (Socket socket = new Socket("127.0.0.1", starter.port())) {
            socket.setSoTimeout(10_000);
            String request =
                    "%s /v1/sync/%s/unknown HTTP/1.1\r\nHost: %s\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .formatted(
                                    method,
                                    method.equals("GET") ? "status" : "retry",
                                    host,
                                    header.isEmpty() ? "" : header + "\r\n");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
