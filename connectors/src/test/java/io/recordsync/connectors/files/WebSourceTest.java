package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Page;
import java.io.IOException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSourceTest extends FilesFixture {

    private static final String ROWS = "id,name\n1,Ann\n2,Bob\n3,Eve\n";
    private static final String TIME = "Fri, 20 Nov 2026 16:00:00 GMT";

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"ETag, W/\"v1\", If-None-Match", "Last-Modified, 'Fri, 20 Nov 2026 16:00:00 GMT', If-Modified-Since"})
    void anUnchangedFileIsNotFetchedAgain(String mark, String value, String condition) throws InterruptedException {
        server.enqueue(
                new MockResponse.Builder().body(ROWS).addHeader(mark, value).build());
        server.enqueue(new MockResponse.Builder().code(304).build());
        FilesConnector connector = reading(source());

        Page page = read(connector, Cursor.BEGINNING, 10);
        Page again = read(connector, page.next(), 10);

        assertThat(ids(List.of(page))).containsExactly("1", "2", "3");
        assertThat(again.records()).isEmpty();
        assertThat(again.next()).isEqualTo(page.next());
        RecordedRequest first = server.takeRequest();
        assertThat(first.getTarget()).isEqualTo("/contacts.csv?key=secret");
        assertThat(first.getHeaders().get(condition)).isNull();
        assertThat(server.takeRequest().getHeaders().get(condition)).isEqualTo(value);
    }

    @Test
    void aFileWithoutAMarkIsKnownByItsContent() {
        FilesConnector connector = reading(source());
        server.enqueue(new MockResponse.Builder().body(ROWS).build());
        Page page = read(connector, Cursor.BEGINNING, 10);

        server.enqueue(new MockResponse.Builder().body(ROWS).build());
        assertThat(read(connector, page.next(), 10).records()).isEmpty();
        server.enqueue(new MockResponse.Builder().body(ROWS + "4,New\n").build());
        assertThat(read(connector, page.next(), 10).records()).hasSize(4);
    }

    @Test
    void theFileIsFetchedOnceForAllPages() {
        server.enqueue(answer(ROWS, "\"v1\""));

        assertThat(ids(readAll(reading(source()), Cursor.BEGINNING, 2))).containsExactly("1", "2", "3");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void anotherProcessFetchesItAgainAndBeginsAnewIfItHasChanged() {
        server.enqueue(answer(ROWS, "\"v1\""));
        Page first = read(reading(source()), Cursor.BEGINNING, 2);

        server.enqueue(answer(ROWS, "\"v1\""));
        assertThat(ids(readAll(reading(source()), first.next(), 2))).containsExactly("3");
        server.enqueue(answer(ROWS, "\"v2\""));
        assertThat(ids(readAll(reading(source()), first.next(), 5))).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource({
        "302, ACCOUNT_REFUSED",
        "401, ACCOUNT_REFUSED",
        "403, ACCOUNT_REFUSED",
        "404, UNAVAILABLE",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE"
    })
    void eachErrorHasItsMeaningAndShowsNoQuery(int status, ErrorKind kind) {
        server.enqueue(new MockResponse.Builder().code(status).body("marker").build());
        FilesConnector connector = reading(source());

        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> read(connector, Cursor.BEGINNING, 10));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageNotContaining("secret").hasMessageNotContaining("marker");
    }

    private String source() {
        return "http://127.0.0.1:" + server.getPort() + "/{object}.csv?key=secret";
    }

    private static MockResponse answer(String body, String etag) {
        return new MockResponse.Builder()
                .body(body)
                .addHeader("ETag", etag)
                .addHeader("Last-Modified", TIME)
                .build();
    }
}
