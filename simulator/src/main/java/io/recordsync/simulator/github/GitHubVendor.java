package io.recordsync.simulator.github;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ArrayNode;

/** Repositories, their files and their commits, read-only. All repositories are public. */
public final class GitHubVendor implements Vendor {

    private final GitHubRecords records;
    private final GitHubQuota quota;
    private volatile String token;

    /** @param token the only token that is accepted */
    public GitHubVendor(String token, VendorContext context) {
        this.token = token;
        records = new GitHubRecords(context.store());
        quota = new GitHubQuota(context.plan(), context.clock());
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return CallKind.API;
    }

    @Override
    public AccountQuota account() {
        return quota;
    }

    /** A call without a token is allowed. */
    @Override
    public Optional<ApiReply> unauthorized(ApiRequest request) {
        String given = authorization(request);
        boolean valid = given.isEmpty() || given.equals("Bearer " + token) || given.equals("token " + token);
        return valid ? Optional.empty() : Optional.of(GitHubReplies.error(401, "Bad credentials"));
    }

    /** True for a request with a token, which is valid when {@link #unauthorized} has no answer to it. */
    static boolean hasToken(ApiRequest request) {
        return !authorization(request).isEmpty();
    }

    private static String authorization(ApiRequest request) {
        return request.header("Authorization").orElse("");
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        try {
            return conditional(request, route(request));
        } catch (GitHubRefusal e) {
            return GitHubReplies.error(e);
        }
    }

    /** Replaces a reply that the client already has with a 304 without a body. */
    private static ApiReply conditional(ApiRequest request, ApiReply reply) {
        String etag = "\"" + GitHubRecords.sha(reply.body()) + "\"";
        boolean known = request.header("If-None-Match")
                .filter(given -> given.endsWith(etag))
                .isPresent();
        return (known ? ApiReply.empty(304) : reply).with("ETag", etag);
    }

    private ApiReply route(ApiRequest request) {
        String repo = repository(request);
        return switch (request.segment(3)) {
            case "" -> ApiReply.json(200, GitHubReplies.repository(request.origin(), repo));
            case "commits" ->
                request.segment(4).isEmpty() ? commits(request, repo) : commit(request, repo, request.segment(4));
            case "contents" -> contents(request, repo, String.join("/", request.pathFrom(4)));
            case "git" -> blob(repo, request.segment(5));
            default -> throw GitHubRefusal.notFound();
        };
    }

    /** The full name of the repository that is read. */
    private String repository(ApiRequest request) {
        String repo = request.segment(1) + "/" + request.segment(2);
        boolean isRead = request.method().equals("GET") && request.startsWith("repos");
        if (!isRead || !records.exists(repo)) {
            throw GitHubRefusal.notFound();
        }
        return repo;
    }

    private ApiReply commit(ApiRequest request, String repo, String ref) {
        StoredObject commit = history(repo, ref).getFirst();
        return ApiReply.json(200, GitHubReplies.commit(request.origin(), repo, commit));
    }

    private ApiReply commits(ApiRequest request, String repo) {
        Optional<String> path = request.parameter("path");
        ArrayNode commits = Json.array();
        history(repo, request.parameter("sha").orElse(GitHubRecords.DEFAULT_BRANCH)).stream()
                .filter(each -> path.isEmpty() || path.get().equals(each.field("path")))
                .limit(perPage(request))
                .forEach(each -> commits.add(GitHubReplies.commit(request.origin(), repo, each)));
        return ApiReply.json(200, commits);
    }

    private List<StoredObject> history(String repo, String ref) {
        return records.history(repo, ref).orElseThrow(() -> noCommit(ref));
    }

    private static GitHubRefusal noCommit(String ref) {
        boolean sha = ref.matches("[0-9a-f]{40}");
        return sha ? new GitHubRefusal(422, "No commit found for SHA: " + ref) : GitHubRefusal.notFound();
    }

    private static int perPage(ApiRequest request) {
        return Math.clamp(Integer.parseInt(request.parameter("per_page").orElse("30")), 1, 100);
    }

    private ApiReply contents(ApiRequest request, String repo, String path) {
        String ref = request.parameter("ref").orElse(GitHubRecords.DEFAULT_BRANCH);
        List<StoredObject> history = records.history(repo, ref)
                .orElseThrow(() -> new GitHubRefusal(404, "No commit found for the ref " + ref));
        Optional<String> content = GitHubRecords.content(history, path);
        if (content.isEmpty()) {
            return folder(request, repo, ref, path, history);
        }
        return isRaw(request)
                ? GitHubReplies.raw(content.get())
                : ApiReply.json(200, GitHubReplies.file(request.origin(), repo, ref, path, content.get()));
    }

    private static boolean isRaw(ApiRequest request) {
        return request.header("Accept").orElse("").matches("application/vnd\\.github\\.(v3\\.)?raw(\\+json)?");
    }

    private static ApiReply folder(
            ApiRequest request, String repo, String ref, String path, List<StoredObject> history) {
        ArrayNode entries = Json.array();
        for (String each : GitHubRecords.files(history, path)) {
            String content = GitHubRecords.content(history, each).orElseThrow();
            entries.add(GitHubReplies.entry(request.origin(), repo, ref, each, content));
        }
        if (entries.isEmpty()) {
            throw GitHubRefusal.notFound();
        }
        return ApiReply.json(200, entries);
    }

    private ApiReply blob(String repo, String sha) {
        return records.history(repo, GitHubRecords.DEFAULT_BRANCH).orElse(List.of()).stream()
                .map(commit -> commit.field("content"))
                .filter(content -> GitHubRecords.blob(content).equals(sha))
                .findFirst()
                .map(content -> ApiReply.json(200, GitHubReplies.blob(sha, content)))
                .orElseThrow(GitHubRefusal::notFound);
    }

    @Override
    public ApiReply outage() {
        return ApiReply.html(503, "Unicorn!");
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return random.nextBoolean() ? GitHubReplies.error(500, "Server Error") : ApiReply.html(502, "Unicorn!");
    }

    /** The secondary rate limit, for too many calls at once. */
    @Override
    public ApiReply limitError(Duration retryAfter) {
        return GitHubReplies.error(
                        403,
                        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")
                .with("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }

    @Override
    public void rotateSecret(String secret) {
        token = secret;
    }

    /** Does nothing: user tokens are valid until they are revoked. */
    @Override
    public void expireTokens() {}

    /** Does nothing: there is nothing to create. */
    @Override
    public void plainCreates(boolean on) {}
}
