package io.recordsync.simulator.github;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds GitHub's response bodies. The addresses in them begin with the address that the client used. */
final class GitHubReplies {

    /** A larger file has no content in the JSON form, only in the raw form. */
    private static final int MAX_JSON_BYTES = 1 << 20;

    private static final String DOCS = "https://docs.github.com/rest";

    private GitHubReplies() {}

    static ApiReply error(GitHubRefusal refusal) {
        return error(refusal.status(), refusal.text());
    }

    static ApiReply error(int status, String message) {
        return ApiReply.json(
                status,
                Json.object()
                        .put("message", message)
                        .put("documentation_url", DOCS)
                        .put("status", String.valueOf(status)));
    }

    static ObjectNode repository(String origin, String repo) {
        String owner = repo.substring(0, repo.indexOf('/'));
        return Json.object()
                .put("id", Math.abs(repo.hashCode()))
                .put("name", repo.substring(repo.indexOf('/') + 1))
                .put("full_name", repo)
                .put("private", false)
                .put("default_branch", GitHubRecords.DEFAULT_BRANCH)
                .put("url", api(origin, repo))
                .set("owner", Json.object().put("login", owner));
    }

    static ObjectNode commit(String origin, String repo, StoredObject commit) {
        String time = commit.created().truncatedTo(ChronoUnit.SECONDS).toString();
        JsonNode person = Json.object()
                .put("name", "someone")
                .put("email", "someone@example.com")
                .put("date", time);
        ObjectNode inner = Json.object().put("message", "Change " + commit.field("path"));
        inner.set("author", person);
        inner.set("committer", person);
        ObjectNode node =
                Json.object().put("sha", commit.id()).put("url", api(origin, repo) + "/commits/" + commit.id());
        node.set("commit", inner);
        node.putArray("parents");
        return node;
    }

    /** A file's content as it is. */
    static ApiReply raw(String content) {
        return new ApiReply(200, "application/vnd.github.raw+json; charset=utf-8", Map.of(), content);
    }

    /** A file with its content. */
    static ObjectNode file(String origin, String repo, String ref, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        boolean small = bytes.length <= MAX_JSON_BYTES;
        return entry(origin, repo, ref, path, content)
                .put("encoding", small ? "base64" : "none")
                .put(
                        "content",
                        small ? Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(bytes) + "\n" : "");
    }

    /** A file in the list of a folder, without its content. */
    static ObjectNode entry(String origin, String repo, String ref, String path, String content) {
        String sha = GitHubRecords.blob(content);
        return Json.object()
                .put("type", "file")
                .put("name", path.substring(path.lastIndexOf('/') + 1))
                .put("path", path)
                .put("sha", sha)
                .put("size", content.getBytes(StandardCharsets.UTF_8).length)
                .put("url", api(origin, repo) + "/contents/" + path + "?ref=" + ref)
                .put("git_url", api(origin, repo) + "/git/blobs/" + sha)
                .put("html_url", "https://github.com/" + repo + "/blob/" + ref + "/" + path)
                .put("download_url", "https://raw.githubusercontent.com/" + repo + "/" + ref + "/" + path);
    }

    static ObjectNode blob(String sha, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Json.object()
                .put("sha", sha)
                .put("size", bytes.length)
                .put("encoding", "base64")
                .put("content", Base64.getEncoder().encodeToString(bytes));
    }

    private static String api(String origin, String repo) {
        return origin + "/repos/" + repo;
    }
}
