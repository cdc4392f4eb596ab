package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks whether files can be written and read, without changing any. */
final class FilesCheck {

    private static final String WARNING = "Warning: ";

    private final FilesSettings settings;
    private final Optional<Source> source;

    FilesCheck(FilesSettings settings, Optional<Source> source) {
        this.settings = settings;
        this.source = source;
    }

    CheckReport check(List<String> objects, CallScope scope) {
        List<Finding> findings = new ArrayList<>();
        for (String object : objects) {
            settings.path()
                    .ifPresent(
                            path -> findings.add(found("permissions to write " + object, () -> write(path, object))));
            source.ifPresent(one -> findings.add(found("connection to " + object, () -> read(one, object, scope))));
        }
        return new CheckReport(findings);
    }

    private static boolean isFault(String problem) {
        return !problem.startsWith(WARNING);
    }

    private interface Look {
        Optional<String> problem();
    }

    private static Finding found(String what, Look look) {
        try {
            Optional<String> problem = look.problem();
            return new Finding(
                    what, problem.filter(FilesCheck::isFault).isEmpty(), problem.orElse("No problem was found."));
        } catch (ConnectorException e) {
            return Finding.bad(what, e);
        }
    }

    private Optional<String> write(String path, String object) {
        Path file = FileNames.target(path, object);
        Path folder = FileNames.folder(file);
        if (!Files.isDirectory(folder)) {
            return Optional.of("The folder of its setting PATH does not exist. Create it.");
        }
        if (!Files.isWritable(folder)) {
            return Optional.of(
                    "This process may not write to the folder of its setting PATH, in which each new file is created"
                            + " first. Give it the permission.");
        }
        if (Files.isSymbolicLink(file)) {
            return Optional.of("%s is a symbolic link. Change its setting PATH to the file that it points to."
                    .formatted(FileNames.name(file)));
        }
        return Files.isRegularFile(file) ? keys(file) : Optional.empty();
    }

    /**
     * A warning if the file has no column of keys.
     *
     * @throws ConnectorException if records cannot be added to the file, because its first row is not valid
     */
    private Optional<String> keys(Path file) {
        try {
            List<String> columns = Rewrite.of(file, settings.encoding()).columns();
            boolean known = columns.contains(settings.keyColumn()) || columns.contains(settings.recordIdColumn());
            return columns.isEmpty() || known
                    ? Optional.empty()
                    : Optional.of(WARNING
                            + "The file has neither the column %s nor %s. Its rows are found only by the rule's match."
                                    .formatted(settings.keyColumn(), settings.recordIdColumn()));
        } catch (IOException e) {
            throw FilesErrors.io(FileNames.name(file), "read", e);
        }
    }

    private Optional<String> read(Source one, String object, CallScope scope) {
        List<String> columns = one.columns(object, scope);
        return columns.isEmpty() || columns.contains(settings.keyColumn())
                ? Optional.empty()
                : Optional.of(
                        ("The file has no column %s, which must identify its rows. Change its setting KEY_COLUMN to the"
                                        + " column that does.")
                                .formatted(settings.keyColumn()));
    }
}
