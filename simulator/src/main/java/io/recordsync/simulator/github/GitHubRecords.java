package io.recordsync.simulator.github;

import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** Repositories as lists of commits, each of one file, the newest first. */
final class GitHubRecords {

    static final String DEFAULT_BRANCH = "main";

    private final CrmStore store;

    GitHubRecords(CrmStore store) {
        this.store = store;
    }

    boolean exists(String repo) {
        return all().stream().anyMatch(commit -> commit.field("repo").equals(repo));
    }

    /** The commits that can be reached from a branch or a commit; empty if there is no such branch or commit. */
    Optional<List<StoredObject>> history(String repo, String ref) {
        List<StoredObject> all = all().reversed().stream()
                .filter(commit -> commit.field("repo").equals(repo))
                .toList();
        Optional<StoredObject> named =
                all.stream().filter(commit -> commit.id().equals(ref)).findFirst();
        String branch = named.map(GitHubRecords::branch).orElse(ref);
        List<StoredObject> history = all.stream()
                .filter(commit -> branch(commit).equals(branch))
                .dropWhile(commit -> named.isPresent() && !commit.id().equals(ref))
                .toList();
        return history.isEmpty() ? Optional.empty() : Optional.of(history);
    }

    /** The newest content of a file; empty if there is no such file. */
    static Optional<String> content(List<StoredObject> history, String path) {
        return history.stream()
                .filter(commit -> commit.field("path").equals(path))
                .map(commit -> commit.field("content"))
                .findFirst();
    }

    /** The paths of the files that lie directly in a folder, sorted. An empty path is the root folder. */
    static List<String> files(List<StoredObject> history, String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return history.stream()
                .map(commit -> commit.field("path"))
                .filter(path -> path.startsWith(prefix)
                        && !path.substring(prefix.length()).contains("/"))
                .distinct()
                .sorted()
                .toList();
    }

    static String branch(StoredObject commit) {
        return commit.field("branch").isEmpty() ? DEFAULT_BRANCH : commit.field("branch");
    }

    /** Git's object name of a file's content. */
    static String blob(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return sha("blob " + bytes.length + "\0" + content);
    }

    static String sha(String text) {
        return DigestUtils.sha1Hex(text);
    }

    private List<StoredObject> all() {
        return store.all(GitHubSystem.COMMIT);
    }
}
