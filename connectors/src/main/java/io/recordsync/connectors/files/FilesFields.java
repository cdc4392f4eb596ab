package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ObjectSchema;
import java.util.List;
import java.util.OptionalInt;

/** The columns of an object's files. */
final class FilesFields {

    private final FilesSettings settings;
    private final Source source;

    /** @param source where the files are read from; for a system that is only written, its own files */
    FilesFields(FilesSettings settings, Source source) {
        this.settings = settings;
        this.source = source;
    }

    /**
     * The columns of the file that is read, if it is there and can be read; otherwise those of the file that is
     * written; otherwise those of the preset.
     */
    ObjectSchema describe(String object, CallScope scope) {
        List<String> columns = columns(object, scope);
        List<String> shown = columns.isEmpty() ? declared() : columns;
        return new ObjectSchema(
                object, !columns.isEmpty(), shown.stream().map(this::field).toList());
    }

    private List<String> columns(String object, CallScope scope) {
        try {
            return source.columns(object, scope);
        } catch (ConnectorException e) {
            if (e.code().equals("NO_FILE") || e.code().equals("UNREADABLE_FILE")) {
                return List.of();
            }
            throw e;
        }
    }

    /** The columns that the preset writes. */
    private List<String> declared() {
        return List.of(
                settings.keyColumn(), settings.recordIdColumn(), "first_name", "last_name", "email", "phone", "type");
    }

    private ObjectSchema.Field field(String column) {
        return new ObjectSchema.Field(
                column,
                column,
                "any",
                false,
                settings.path().isPresent() && !column.equals(settings.keyColumn()),
                column.equals(settings.keyColumn()),
                OptionalInt.empty());
    }
}
