package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.TestClock;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.files.FilesSettings.Mode;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.VendorHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Files in a folder of the test's own. */
abstract class FilesFixture {

    @TempDir
    protected Path folder;

    protected final TestClock clock = new TestClock();
    protected final VendorHttp http = new VendorHttp(Duration.ofSeconds(5), InstantSource.system(), CallObserver.NONE);
    private final List<FilesConnector> connectors = new ArrayList<>();

    @AfterEach
    void stop() {
        connectors.forEach(FilesConnector::close);
        http.close();
    }

    protected CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);
    }

    protected FilesConnector writing(String name, Mode mode) {
        return connector(Optional.of(folder.resolve(name).toString()), mode, Optional.empty(), StandardCharsets.UTF_8);
    }

    protected FilesConnector reading(String source) {
        return reading(source, StandardCharsets.UTF_8);
    }

    protected FilesConnector reading(String source, Charset encoding) {
        return connector(Optional.empty(), Mode.REPLACE, Optional.of(source), encoding);
    }

    protected FilesConnector connector(Optional<String> path, Mode mode, Optional<String> source, Charset encoding) {
        FilesConnector connector = new FilesConnector(
                FilesConnector.KIND,
                new FilesSettings(path, mode, source, encoding, "id", "recordsync_id", githubBaseUrl(), githubToken()),
                http,
                clock);
        connectors.add(connector);
        return connector;
    }

    protected URI githubBaseUrl() {
        return FilesSettings.DEFAULT_GITHUB_BASE_URL;
    }

    protected Optional<String> githubToken() {
        return Optional.empty();
    }

    protected String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    protected Path file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    protected Path file(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    protected Written write(FilesConnector connector, Write write) {
        return (Written) connector.write(write, scope());
    }

    protected Page read(FilesConnector connector, Cursor from, int most) {
        return connector.read(new Read(Read.Feed.CHANGES, "contacts", List.of(), from, most), scope());
    }

    /** All pages from there to the end. */
    protected List<Page> readAll(FilesConnector connector, Cursor from, int most) {
        List<Page> pages = new ArrayList<>();
        Page page = read(connector, from, most);
        pages.add(page);
        while (!page.last()) {
            assertThat(pages).as("pages of a read that ends").hasSizeLessThan(1_000);
            page = read(connector, page.next(), most);
            pages.add(page);
        }
        return pages;
    }

    protected static List<String> ids(List<Page> pages) {
        return pages.stream()
                .flatMap(page -> page.records().stream())
                .map(found -> found.externalId())
                .toList();
    }

    protected static Write upsert(String recordId, Map<String, @Nullable Object> content) {
        return new Write(Operation.UPSERT, "contacts", recordId, Optional.empty(), content, Optional.empty());
    }

    protected static Write delete(String recordId) {
        return new Write(Operation.DELETE, "contacts", recordId, Optional.empty(), Map.of(), Optional.empty());
    }
}
