package io.recordsync.connectors.files;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code github:owner/repo/path@ref}.
 *
 * @param path within the repository
 * @param ref a branch, tag or commit; empty for the default branch
 */
record GitHubFile(String owner, String repo, String path, Optional<String> ref) {

    private static final String PREFIX = "github:";
    private static final Pattern FORM = Pattern.compile(PREFIX
            + "([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9._-]{1,100})"
            + "/([^@?#\\\\\\p{Cntrl}]{1,500})(?:@([A-Za-z0-9._/-]{1,200}))?");

    static boolean isOne(String source) {
        return source.startsWith(PREFIX);
    }

    /** @throws IllegalArgumentException if the source does not have this form */
    static GitHubFile of(String source) {
        Matcher parts = FORM.matcher(source);
        if (!parts.matches()
                || !isPath(parts.group(3))
                || FileForm.of(parts.group(3)).isEmpty()) {
            throw new IllegalArgumentException(
                    "the files' source must be like github:owner/repo/path/contacts.csv@ref, and end with .csv,"
                            + " .jsonl or .ndjson before the @");
        }
        return new GitHubFile(parts.group(1), parts.group(2), parts.group(3), Optional.ofNullable(parts.group(4)));
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isPath(String path) {
        return Arrays.stream(path.split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
}
