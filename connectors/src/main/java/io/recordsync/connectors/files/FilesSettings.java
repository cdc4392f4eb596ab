package io.recordsync.connectors.files;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The files that are written and read. The text of the settings shows no secret.
 *
 * @param path the file that is written, or a folder; <code>{object}</code> in the file's name is replaced with the
 *     rule's object. Empty to write nothing
 * @param mode whether the file holds the records or the changes
 * @param source what is read: a file, a folder, a name pattern, an http(s) address, or
 *     {@code github:owner/repo/path@ref}. Empty to read nothing
 * @param encoding the encoding of files without a byte order mark
 * @param keyColumn the column whose value identifies a row in a file; in a new row it is our record id
 * @param recordIdColumn the column that holds our record id
 * @param githubBaseUrl {@code https://api.github.com}, or {@code https://HOST/api/v3} for an Enterprise Server
 * @param githubToken a token that may read the repository's contents; without one only public repositories can be read,
 *     with 60 calls an hour
 */
public record FilesSettings(
        Optional<String> path,
        Mode mode,
        Optional<String> source,
        Charset encoding,
        String keyColumn,
        String recordIdColumn,
        URI githubBaseUrl,
        Optional<String> githubToken) {

    public static final String DEFAULT_KEY_COLUMN = "id";
    public static final String DEFAULT_RECORD_ID_COLUMN = "recordsync_id";
    public static final URI DEFAULT_GITHUB_BASE_URL = URI.create("https://api.github.com");

    private static final String COLUMN = "[^\\p{Cntrl}\",]{1,100}";

    public enum Mode {
        /** One row per record. The file is rewritten, and atomically replaces the old one. */
        REPLACE,
        /** One row per change, appended at the end. */
        APPEND
    }

    public FilesSettings {
        require(path.isPresent() || source.isPresent(), "files must have a path to write or a source to read");
        path.ifPresent(FileNames::requireTarget);
        source.ifPresent(FilesSettings::requireSource);
        require(Encoding.isKnown(encoding), "the files' encoding must be UTF-8, UTF-16, or another that holds ASCII");
        require(keyColumn.matches(COLUMN), "the files' key column must be the name of one");
        require(recordIdColumn.matches(COLUMN), "the files' record id column must be the name of one");
        require(!keyColumn.equals(recordIdColumn), "the files' key and record id columns must be two");
        Account.requireBaseUrl(githubBaseUrl);
        require(githubToken.orElse("t").matches("[\\x21-\\x7e]+"), "the GitHub token must have no blanks");
    }

    /** The settings with default values for everything else. */
    public static FilesSettings of(Optional<String> path, Optional<String> source) {
        return new FilesSettings(
                path,
                Mode.REPLACE,
                source,
                StandardCharsets.UTF_8,
                DEFAULT_KEY_COLUMN,
                DEFAULT_RECORD_ID_COLUMN,
                DEFAULT_GITHUB_BASE_URL,
                Optional.empty());
    }

    private static void requireSource(String source) {
        if (GitHubFile.isOne(source)) {
            GitHubFile.of(source);
        } else if (WebSource.isOne(source)) {
            WebSource.requireAddress(source);
        } else {
            FileNames.requirePattern(source);
        }
    }

    @Override
    public String toString() {
        return "FilesSettings[path=%s, mode=%s, source=%s, encoding=%s, keyColumn=%s, recordIdColumn=%s, githubBaseUrl=%s]"
                .formatted(
                        path.orElse(""),
                        mode,
                        source.map(text -> text.replaceFirst("[?].*", "")).orElse(""),
                        encoding.name(),
                        keyColumn,
                        recordIdColumn,
                        githubBaseUrl);
    }
}
