package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** The calls of GitHub's REST API that are used: the newest commit of a file, and the file's content at that commit. */
final class GitHubApi {

    static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");

    /** The largest file, in bytes, that the contents API returns. */
    private static final long MAX_BYTES = 100L << 20;

    private static final int WITH_TOKEN = 5_000;
    private static final int WITHOUT_TOKEN = 60;
    private static final int NOT_MODIFIED = 304;
    private static final String VERSION = "2022-11-28";

    private final VendorHttp http;
    private final FilesSettings settings;
    private final InstantSource clock;
    private final HttpUrl repos;
    private final Map<GitHubFile, Newest> newest = new ConcurrentHashMap<>();

    /** @param clock for rate limits, for which GitHub states the time of their end */
    GitHubApi(FilesSettings settings, VendorHttp http, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.clock = clock;
        this.repos = Urls.of(settings.githubBaseUrl())
                .newBuilder()
                .addPathSegment("repos")
                .build();
    }

    private record Newest(String etag, String commit) {}

    Quota quota() {
        int calls = settings.githubApiToken().isPresent() ? WITH_TOKEN : WITHOUT_TOKEN;
        String account = VendorAccount.of(FilesConnector.KIND, settings.githubBaseUrl(), Optional.empty())
                .name();
        return new Quota(account, List.of(new Window(calls, Duration.ofHours(1))), OptionalLong.empty());
    }

    /**
     * The newest commit that changed the file. An answer that nothing has changed does not count against the hourly
     * limit.
     */
    String newestCommit(GitHubFile file, CallScope scope) {
        Optional<Newest> known = Optional.ofNullable(newest.get(file));
        HttpUrl.Builder url = repo(file)
                .addPathSegment("commits")
                .addQueryParameter("path", file.path())
                .addQueryParameter("per_page", "1");
        file.ref().ifPresent(ref -> url.addQueryParameter("sha", ref));
        VendorCall call = call("/repos/{owner}/{repo}/commits", url.build(), "application/vnd.github+json");
        VendorCall asked =
                known.map(one -> call.with("If-None-Match", one.etag())).orElse(call);
        VendorResponse response = http.send(asked, quota(), scope);
        if (response.status() == NOT_MODIFIED && known.isPresent()) {
            return known.get().commit();
        }
        return learn(file, response);
    }

    /** Downloads the file's content at a commit. A folder has no raw form and is answered with JSON. */
    VendorResponse download(GitHubFile file, String commit, Path into, CallScope scope) {
        HttpUrl url = repo(file)
                .addPathSegment("contents")
                .addPathSegments(file.path())
                .addQueryParameter("ref", commit)
                .build();
        VendorCall call = call("/repos/{owner}/{repo}/contents/{path}", url, "application/vnd.github.raw+json");
        VendorResponse response = http.download(call, List.of(quota()), scope, into, MAX_BYTES);
        if (!response.succeeded()) {
            throw FilesErrors.github(response, clock.instant());
        }
        if (response.header("Content-Type").orElse("").startsWith("application/json")) {
            throw FilesErrors.noFile(file.name());
        }
        return response;
    }

    private String learn(GitHubFile file, VendorResponse response) {
        if (!response.succeeded()) {
            throw FilesErrors.github(response, clock.instant());
        }
        if (response.json().isArray() && response.json().isEmpty()) {
            throw FilesErrors.noFile(file.name());
        }
        String commit = response.json().path(0).path("sha").asString("");
        if (!COMMIT.matcher(commit).matches()) {
            throw FilesErrors.github(response, clock.instant());
        }
        response.header("ETag").ifPresent(etag -> newest.put(file, new Newest(etag, commit)));
        return commit;
    }

    private VendorCall call(String template, HttpUrl url, String mediaType) {
        VendorCall call =
                VendorCall.read(template, url).with("Accept", mediaType).with("X-GitHub-Api-Version", VERSION);
        return settings.githubApiToken().map(call::withBearer).orElse(call);
    }

    private HttpUrl.Builder repo(GitHubFile file) {
        return repos.newBuilder().addPathSegment(file.owner()).addPathSegment(file.repo());
    }
}
