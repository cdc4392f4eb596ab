package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.files.FilesConnector;
import io.recordsync.connectors.files.FilesSettings;
import io.recordsync.settings.Setting;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The files that are written and read. */
@ConfigurationProperties("files")
public record FilesAccount(
        @Setting(
                value =
                        "The file that is written, or a folder, where each of the rules' objects has a file of its own; so it has where {object} is in the file's name.",
                allowed = "a path of this machine; a file ends with .csv, .jsonl or .ndjson")
        @DefaultValue("")
        String path,

        @Setting(
                value =
                        "Whether the file holds a row for each record and is written anew, or a row for each change, which is added at its end.",
                allowed = "replace or append")
        @DefaultValue("replace")
        FilesSettings.Mode mode,

        @Setting(
                value = "What is read; {object} in a name stands for the rules' object.",
                allowed =
                        "a file, a folder, a pattern like /data/contacts-*.csv, an http or https address, or github:owner/repo/path@ref")
        @DefaultValue("")
        String source,

        @Setting(
                value = "The encoding of files that do not say by a byte order mark.",
                allowed = "UTF-8, UTF-16, or another that holds ASCII, like windows-1252")
        @DefaultValue("UTF-8")
        Charset encoding,

        @Setting("The column that tells the rows of a file apart; a new row has our record id in it.")
        @DefaultValue(FilesSettings.DEFAULT_KEY_COLUMN)
        String keyColumn,

        @Setting("The column that holds our record id.") @DefaultValue(FilesSettings.DEFAULT_RECORD_ID_COLUMN)
        String recordIdColumn,

        @Setting(
                value = "Where GitHub's API is.",
                allowed = "an address like https://api.github.com or https://HOST/api/v3")
        @DefaultValue("https://api.github.com")
        URI githubBaseUrl,

        @Setting(
                value =
                        "A token that may read the contents of the repository that is read; without one only public ones can be read, by 60 calls an hour.",
                secret = true)
        @DefaultValue("")
        String githubApiToken)
        implements SystemAccount {

    @Override
    public String system() {
        return "files";
    }

    @Override
    public boolean isConfigured() {
        return !path.isBlank() || !source.isBlank();
    }

    @Override
    public String whatItNeeds() {
        return "FILES_PATH or FILES_SOURCE";
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        return new FilesConnector(settings(), parts.http(), parts.clock());
    }

    private FilesSettings settings() {
        return new FilesSettings(
                set(path), mode, set(source), encoding, keyColumn, recordIdColumn, githubBaseUrl, set(githubApiToken));
    }

    private static Optional<String> set(String text) {
        return Optional.of(text.strip()).filter(value -> !value.isEmpty());
    }
}
