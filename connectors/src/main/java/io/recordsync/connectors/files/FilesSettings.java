package io.recordsync.connectors.files;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The files that are written and read. Their text shows no secret.
 *
 * @param path the file that is written, or a folder; <code>{object}</code> in the file's name stands for the rule's object. Empty to write none
 * @param mode whether the file holds the records, or the changes
 * @param source what is read: a file, a folder, a pattern of names, an http(s) address, or {@code github:owner/repo/path@ref}. Empty to read none
 * @param encoding of files that do not say by a byte order mark
 * @param keyColumn the column whose value tells the rows of a file apart; a new row has our record id in it
 * @param recordIdColumn the column that holds our record id
 * @param githubBaseUrl {@code https://api.github.com}, or {@code https://HOST/api/v3} of an Enterprise Server
 * @param githubToken a token that may read the repository's contents; without one only public ones can be read, 60 calls an hour
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
        /** One row for each record; the file is written anew, and takes the place of the old one at once. */
        REPLACE,
        /** One row for each change, added at the end. */
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

    /** With the defaults for all that has one. */
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
