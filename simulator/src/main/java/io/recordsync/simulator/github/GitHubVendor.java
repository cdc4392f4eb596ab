package io.recordsync.simulator.github;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Admission;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Repositories, their files and their commits, read-only. All repositories are public. */
public final class GitHubVendor implements Vendor {

    /** A larger file has no content in the JSON form, only in the raw form. */
    private static final int LARGEST_IN_JSON = 1 << 20;

    private static final String DOCS = "https://docs.github.com/rest";

    private final GitHubRepos repos;
    private final GitHubQuota withToken;
    private final GitHubQuota without;
    private volatile String token;

    /** @param token the only token that is accepted */
    public GitHubVendor(String token, VendorParts parts) {
        this.token = token;
        CrmStore store = parts.store();
        repos = new GitHubRepos(store);
        withToken = new GitHubQuota(parts.plan(), true, parts.clock());
        without = new GitHubQuota(parts.plan(), false, parts.clock());
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return CallKind.API;
    }

    @Override
    public Admission admit(ApiRequest request) {
        Optional<String> given = request.header("Authorization");
        if (given.isPresent() && !given.get().isEmpty() && !isToken(given.get())) {
            return new Admission.Unauthorized(error(401, "Bad credentials"));
        }
        GitHubQuota quota = isToken(given.orElse("")) ? withToken : without;
        return quota.take()
                ? new Admission.Admitted(quota::describe)
                : new Admission.OverQuota(quota.describe(error(
                        403, "API rate limit exceeded. (But here's the good news: it ends at x-ratelimit-reset.)")));
    }

    private boolean isToken(String authorization) {
        return authorization.equals("Bearer " + token) || authorization.equals("token " + token);
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        if (request.method().equals("GET")
                && request.startsWith("repos")
                && request.path().size() >= 3) {
            return conditional(request, repository(request));
        }
        return notFound();
    }

    private ApiReply repository(ApiRequest request) {
        String repo = request.segment(1) + "/" + request.segment(2);
        if (!repos.exists(repo)) {
            return notFound();
        }
        return switch (request.segment(3)) {
            case "" -> ApiReply.json(200, repositoryNode(request, repo));
            case "commits" -> commits(request, repo);
            case "contents" -> contents(request, repo, String.join("/", request.pathFrom(4)));
            case "git" -> blob(repo, request.segment(5));
            default -> notFound();
        };
    }

    /** Replaces a reply that the client already has with a 304 without a body. */
    private static ApiReply conditional(ApiRequest request, ApiReply reply) {
        if (reply.status() != 200) {
            return reply;
        }
        String etag = "\"" + GitHubRepos.sha(reply.body()) + "\"";
        boolean known = request.header("If-None-Match")
                .filter(given -> given.endsWith(etag))
                .isPresent();
        return (known ? ApiReply.empty(304) : reply).with("ETag", etag);
    }

    private ApiReply commits(ApiRequest request, String repo) {
        String ref = request.segment(4).isEmpty()
                ? request.parameter("sha").orElse(GitHubRepos.DEFAULT_BRANCH)
                : request.segment(4);
        Optional<List<StoredObject>> history = repos.history(repo, ref);
        if (history.isEmpty()) {
            boolean sha = ref.matches("[0-9a-f]{40}");
            return sha ? error(422, "No commit found for SHA: " + ref) : notFound();
        }
        if (!request.segment(4).isEmpty()) {
            return ApiReply.json(200, commit(request, repo, history.get().getFirst()));
        }
        ArrayNode commits = Json.array();
        history.get().stream()
                .filter(each ->
                        request.parameter("path").orElse(each.field("path")).equals(each.field("path")))
                .limit(perPage(request))
                .forEach(each -> commits.add(commit(request, repo, each)));
        return ApiReply.json(200, commits);
    }

    private static int perPage(ApiRequest request) {
        return Math.clamp(Integer.parseInt(request.parameter("per_page").orElse("30")), 1, 100);
    }

    private ApiReply contents(ApiRequest request, String repo, String path) {
        String ref = request.parameter("ref").orElse(GitHubRepos.DEFAULT_BRANCH);
        List<StoredObject> history = repos.history(repo, ref).orElse(List.of());
        if (history.isEmpty()) {
            return error(404, "No commit found for the ref " + ref);
        }
        Optional<StoredObject> file = history.stream()
                .filter(commit -> commit.field("path").equals(path))
                .findFirst();
        if (file.isEmpty()) {
            return folder(request, repo, ref, path, history);
        }
        String content = file.get().field("content");
        return isRaw(request)
                ? new ApiReply(200, "application/vnd.github.raw+json; charset=utf-8", Map.of(), content)
                : ApiReply.json(200, file(request, repo, ref, path, content));
    }

    private static boolean isRaw(ApiRequest request) {
        return request.header("Accept").orElse("").matches("application/vnd\\.github\\.(v3\\.)?raw(\\+json)?");
    }

    private static ApiReply folder(
            ApiRequest request, String repo, String ref, String path, List<StoredObject> history) {
        String prefix = path.isEmpty() ? "" : path + "/";
        ArrayNode entries = Json.array();
        history.stream()
                .map(commit -> commit.field("path"))
                .filter(each -> each.startsWith(prefix)
                        && !each.substring(prefix.length()).contains("/"))
                .distinct()
                .sorted()
                .forEach(each -> entries.add(entry(request, repo, ref, each, newest(history, each))));
        return entries.isEmpty() ? notFound() : ApiReply.json(200, entries);
    }

    private static String newest(List<StoredObject> history, String path) {
        return history.stream()
                .filter(commit -> commit.field("path").equals(path))
                .findFirst()
                .orElseThrow()
                .field("content");
    }

    private static ObjectNode file(ApiRequest request, String repo, String ref, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        boolean small = bytes.length <= LARGEST_IN_JSON;
        return entry(request, repo, ref, path, content)
                .put("encoding", small ? "base64" : "none")
                .put(
                        "content",
                        small ? Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(bytes) + "\n" : "");
    }

    private static ObjectNode entry(ApiRequest request, String repo, String ref, String path, String content) {
        String api = request.origin() + "/repos/" + repo;
        String sha = GitHubRepos.blob(content);
        return Json.object()
                .put("type", "file")
                .put("name", path.substring(path.lastIndexOf('/') + 1))
                .put("path", path)
                .put("sha", sha)
                .put("size", content.getBytes(StandardCharsets.UTF_8).length)
                .put("url", api + "/contents/" + path + "?ref=" + ref)
                .put("git_url", api + "/git/blobs/" + sha)
                .put("html_url", "https://github.com/" + repo + "/blob/" + ref + "/" + path)
                .put("download_url", "https://raw.githubusercontent.com/" + repo + "/" + ref + "/" + path);
    }

    private ApiReply blob(String repo, String sha) {
        return repos.history(repo, GitHubRepos.DEFAULT_BRANCH).orElse(List.of()).stream()
                .map(commit -> commit.field("content"))
                .filter(content -> GitHubRepos.blob(content).equals(sha))
                .findFirst()
                .map(content -> ApiReply.json(200, blobNode(sha, content)))
                .orElseGet(GitHubVendor::notFound);
    }

    private static ObjectNode blobNode(String sha, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Json.object()
                .put("sha", sha)
                .put("size", bytes.length)
                .put("encoding", "base64")
                .put("content", Base64.getEncoder().encodeToString(bytes));
    }

    private static ObjectNode repositoryNode(ApiRequest request, String repo) {
        String owner = repo.substring(0, repo.indexOf('/'));
        return Json.object()
                .put("id", Math.abs(repo.hashCode()))
                .put("name", repo.substring(repo.indexOf('/') + 1))
                .put("full_name", repo)
                .put("private", false)
                .put("default_branch", GitHubRepos.DEFAULT_BRANCH)
                .put("url", request.origin() + "/repos/" + repo)
                .set("owner", Json.object().put("login", owner));
    }

    private static ObjectNode commit(ApiRequest request, String repo, StoredObject commit) {
        String time = commit.created().truncatedTo(ChronoUnit.SECONDS).toString();
        JsonNode person = Json.object()
                .put("name", "someone")
                .put("email", "someone@example.com")
                .put("date", time);
        ObjectNode inner = Json.object().put("message", "Change " + commit.field("path"));
        inner.set("author", person);
        inner.set("committer", person);
        ObjectNode node = Json.object()
                .put("sha", commit.id())
                .put("url", request.origin() + "/repos/" + repo + "/commits/" + commit.id());
        node.set("commit", inner);
        node.putArray("parents");
        return node;
    }

    private static ApiReply notFound() {
        return error(404, "Not Found");
    }

    private static ApiReply error(int status, String message) {
        return ApiReply.json(
                status,
                Json.object()
                        .put("message", message)
                        .put("documentation_url", DOCS)
                        .put("status", String.valueOf(status)));
    }

    @Override
    public ApiReply outage() {
        return ApiReply.html(503, "Unicorn!");
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return random.nextBoolean() ? error(500, "Server Error") : ApiReply.html(502, "Unicorn!");
    }

    /** The secondary rate limit, for too many calls at once. */
    @Override
    public ApiReply limitError(Duration retryAfter) {
        return error(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")
                .with("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }

    @Override
    public AccountPlan plan() {
        return withToken.plan();
    }

    @Override
    public void plan(AccountPlan plan) {
        withToken.plan(plan);
        without.plan(plan);
    }

    @Override
    public long usedToday() {
        return withToken.used() + without.used();
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
