package io.recordsync.connectors.files;

import static io.recordsync.connectors.SettingChecks.require;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okio.HashingSink;
import okio.Okio;

/**
 * A file at an http(s) address. Its version comes from {@code ETag}, or from {@code Last-Modified}, or else from a hash
 * of its content. With one of the two headers it is downloaded again only if the server says that it has changed.
 */
final class WebSource implements Source {

    /** The largest file that is fetched. */
    static final long MAX_BYTES = 1L << 30;

    private static final String MARK = "web";
    private static final Pattern VERSION = Pattern.compile("[emh][A-Za-z0-9_-]{1,1000}");
    private static final int NOT_MODIFIED = 304;

    private final FilesSettings settings;
    private final String source;
    private final VendorHttp http;
    private final Spool spool = new Spool();

    WebSource(FilesSettings settings, String source, VendorHttp http) {
        this.settings = settings;
        this.source = source;
        this.http = http;
    }

    static boolean isOne(String source) {
        return source.startsWith("http://") || source.startsWith("https://");
    }

    static void requireAddress(String source) {
        HttpUrl url = HttpUrl.parse(source.replace(FileNames.OBJECT, "x"));
        require(
                url != null && url.username().isEmpty(),
                "the files' source must be an address like https://host/contacts.csv");
        require(
                url != null && FileForm.of(url.pathSegments().getLast()).isPresent(),
                "the path of the files' source must end with .csv, .jsonl or .ndjson");
    }

    @Override
    public Quota quota() {
        URI host = URI.create("http://" + address("x").host());
        return new Quota(
                VendorAccount.ofUser(FilesConnector.KIND, host, source, Optional.empty())
                        .name(),
                List.of(),
                OptionalLong.empty());
    }

    @Override
    public Page read(Read read, CallScope scope) {
        RemoteCursor from = RemoteCursor.of(read.from(), MARK, VERSION);
        HttpUrl url = address(read.object());
        Optional<String> version = from.version().filter(one -> from.position().isPresent() && isHere(url, one));
        if (version.isPresent()) {
            return page(url, version.get(), from, read);
        }
        Optional<String> newest = fetch(url, from, scope);
        boolean unchanged = newest.isEmpty() || from.isDone(newest.get());
        return unchanged ? new Page(List.of(), read.from(), true) : page(url, newest.get(), from, read);
    }

    @Override
    public List<String> columns(String object, CallScope scope) {
        HttpUrl url = address(object);
        RemoteCursor nothing = RemoteCursor.of(Cursor.BEGINNING, MARK, VERSION);
        String version = fetch(url, nothing, scope).orElseThrow();
        return Source.open(file(url, version), file -> RowPage.columns(file, name(url), settings.encoding()));
    }

    private Page page(HttpUrl url, String version, RemoteCursor from, Read read) {
        RowPage page = new RowPage(settings, read, read.limit());
        RowPage.Progress progress =
                Source.open(file(url, version), file -> page.add(file, name(url), from.in(version)));
        Cursor next = RemoteCursor.cursor(MARK, version, progress);
        return new Page(page.records(), next, progress.end(), page.unreadable());
    }

    /**
     * Downloads the file into the spool and returns its version; empty if the server says that it has not changed since
     * it was read to its end.
     */
    private Optional<String> fetch(HttpUrl url, RemoteCursor from, CallScope scope) {
        Spool.Filled filled =
                spool.fill(file -> http.download(call(url, from), List.of(quota()), scope, file, MAX_BYTES));
        if (filled.response().status() == NOT_MODIFIED) {
            return Optional.empty();
        }
        if (!filled.response().succeeded()) {
            throw FilesErrors.web(filled.response());
        }
        String version = version(filled.response(), filled.file());
        spool.keep(url.toString(), version, filled.file());
        return Optional.of(version);
    }

    private static VendorCall call(HttpUrl url, RemoteCursor from) {
        VendorCall call = VendorCall.read("/{file}", url).with("Accept", "*/*");
        if (from.position().isPresent()) {
            return call;
        }
        String version = from.version().orElse("h");
        return switch (version.charAt(0)) {
            case 'e' -> call.with("If-None-Match", plain(version));
            case 'm' -> call.with("If-Modified-Since", plain(version));
            default -> call;
        };
    }

    private static String version(VendorResponse response, Path file) {
        Optional<String> version = response.header("ETag")
                .map(tag -> "e" + coded(tag))
                .or(() -> response.header("Last-Modified").map(time -> "m" + coded(time)))
                .filter(text -> VERSION.matcher(text).matches());
        return version.orElseGet(() -> "h" + hash(file));
    }

    private static String hash(Path file) {
        try (HashingSink hash = HashingSink.sha256(Okio.blackhole());
                var bytes = Okio.buffer(Okio.source(file))) {
            bytes.readAll(hash);
            return hash.hash().hex();
        } catch (IOException e) {
            throw FilesErrors.io("a temporary file", "read", e);
        }
    }

    private boolean isHere(HttpUrl url, String version) {
        return spool.find(url.toString(), version).filter(Files::exists).isPresent();
    }

    private Path file(HttpUrl url, String version) {
        return spool.find(url.toString(), version).orElseThrow(() -> FilesErrors.changedMeanwhile(name(url)));
    }

    private HttpUrl address(String object) {
        return HttpUrl.get(FileNames.named(source, object));
    }

    private static String name(HttpUrl url) {
        return url.pathSegments().getLast();
    }

    private static String coded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String version) {
        return new String(Base64.getUrlDecoder().decode(version.substring(1)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        spool.close();
    }
}
