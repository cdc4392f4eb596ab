package io.recordsync.connectors.files;

import static io.recordsync.settings.api.RefusedSettingException.require;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.SettingChecks;
import io.recordsync.settings.api.Setting;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The files that are written and read. The text of the settings shows no secret. */
public record FilesSettings(
        @Setting(
                value = "The file that is written. If it is a folder, or its name contains {object}, each"
                        + " object of the rules has its own file.",
                allowed = "a path on this machine; the name of a file ends with .csv, .jsonl or .ndjson")
        Optional<String> path,

        @Setting(
                value = "replace: the file has one row for each record, and is rewritten. append: each"
                        + " change is added as a row at the end of the file.",
                byDefault = "replace",
                allowed = "replace or append")
        Mode mode,

        @Setting(
                value = "The file or files that are read. {object} in a name stands for the object of the rules.",
                allowed = "a file, a folder, a pattern like /data/contacts-*.csv, an http or https address, or"
                        + " github:owner/repo/path@ref")
        Optional<String> source,

        @Setting(
                value = "The encoding of files without a byte order mark.",
                byDefault = "UTF-8",
                allowed = "UTF-8, UTF-16, or another encoding that contains ASCII, such as windows-1252")
        Charset encoding,

        @Setting(
                value = "The column that identifies the rows of a file. In a new row it contains our record id.",
                byDefault = FilesSettings.DEFAULT_KEY_COLUMN,
                allowed = "a column's name, other than that of the record id column")
        String keyColumn,

        @Setting(
                value = "The column for our record id.",
                byDefault = FilesSettings.DEFAULT_RECORD_ID_COLUMN,
                allowed = "a column's name")
        String recordIdColumn,

        @Setting(
                value = "The address of GitHub's API.",
                byDefault = FilesSettings.DEFAULT_GITHUB_ADDRESS,
                allowed = "an address like https://api.github.com or https://HOST/api/v3")
        URI githubBaseUrl,

        @Setting(
                value = "A token with permission to read the contents of the repository. Without it, only"
                        + " public repositories can be read, with 60 calls per hour.",
                allowed = "text without blanks",
                secret = true)
        Optional<String> githubApiToken) {

    static final String DEFAULT_GITHUB_ADDRESS = "https://api.github.com";

    public static final String DEFAULT_KEY_COLUMN = "id";
    public static final String DEFAULT_RECORD_ID_COLUMN = "recordsync_id";
    public static final URI DEFAULT_GITHUB_BASE_URL = URI.create(DEFAULT_GITHUB_ADDRESS);

    private static final String COLUMN = "[^\\p{Cntrl}\",]{1,100}";

    public enum Mode {
        /** One row per record. The file is rewritten, and atomically replaces the old one. */
        REPLACE,
        /** One row per change, appended at the end. */
        APPEND
    }

    public FilesSettings {
        path = path.map(String::strip);
        source = source.map(String::strip);
        SettingChecks.require(
                path.isPresent() || source.isPresent(), "files must have a path to write or a source to read");
        path.ifPresent(FileNames::requireTarget);
        source.ifPresent(FilesSettings::requireSource);
        require(Encoding.isKnown(encoding), FilesSettings.class, "encoding");
        require(recordIdColumn.matches(COLUMN), FilesSettings.class, "recordIdColumn");
        require(keyColumn.matches(COLUMN) && !keyColumn.equals(recordIdColumn), FilesSettings.class, "keyColumn");
        require(SettingChecks.isBaseUrl(githubBaseUrl), FilesSettings.class, "githubBaseUrl");
        require(SettingChecks.isToken(githubApiToken.orElse("t")), FilesSettings.class, "githubApiToken");
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

    /** Whether the file that is rewritten is the file that is read, so that it can be synced in both directions. */
    boolean isTwoWay() {
        return mode == Mode.REPLACE
                && path.flatMap(target -> source.filter(read -> FileNames.isOneFile(target, read)))
                        .isPresent();
    }

    /** @throws ConnectorException if it is not {@linkplain #isTwoWay two-way} */
    void requireTwoWay(String system) {
        if (!isTwoWay()) {
            throw ConnectorException.unsupported(
                    system,
                    "be synced in both directions: its settings PATH and SOURCE must name the same file, and its"
                            + " setting MODE must be replace");
        }
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
        return ("FilesSettings[path=%s, mode=%s, source=%s, encoding=%s, keyColumn=%s,"
                        + " recordIdColumn=%s, githubBaseUrl=%s]")
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
