package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Write;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/**
 * The rows of bulk jobs. An empty cell leaves its field unchanged, so that rows with different fields can be in one
 * job; {@code #N/A} clears a field.
 */
final class BulkCsv {

    private static final String CLEARED = "#N/A";
    private static final CsvMapper MAPPER =
            CsvMapper.builder().enable(CsvWriteFeature.ALWAYS_QUOTE_STRINGS).build();

    private BulkCsv() {}

    static ByteString of(List<Write> writes, BulkKind kind, String externalIdField) {
        SequencedSet<String> columns = new LinkedHashSet<>(List.of(kind.key()));
        if (writes.stream().anyMatch(Write::writesRecordId)) {
            columns.add(externalIdField);
        }
        writes.stream()
                .flatMap(write -> write.content().keySet().stream())
                .filter(field -> !field.equals(externalIdField))
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(field -> columns.add(SalesforceApi.name(field)));
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
        columns.forEach(schema::addColumn);
        List<Map<String, String>> rows =
                writes.stream().map(write -> row(write, kind, externalIdField)).toList();
        return ByteString.of(MAPPER.writer(schema.build()).writeValueAsBytes(rows));
    }

    /** The rows of a result. The parser's exception is dropped, because its message quotes the input. */
    static List<Map<String, String>> rows(ByteString csv) {
        try (MappingIterator<Map<String, String>> rows = MAPPER.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(csv.toByteArray())) {
            return rows.readAll();
        } catch (JacksonException e) {
            throw new ConnectorException(
                    ErrorKind.UNAVAILABLE,
                    "UNREADABLE_ANSWER",
                    "Salesforce answered a request for the results of a job with text that is not CSV.",
                    true);
        }
    }

    private static Map<String, String> row(Write write, BulkKind kind, String externalIdField) {
        Map<String, String> row = new HashMap<>();
        write.content().forEach((field, value) -> row.put(field, cell(value)));
        row.remove(externalIdField);
        if (write.writesRecordId()) {
            row.put(externalIdField, write.recordId());
        }
        row.put(kind.key(), kind.key(write));
        return row;
    }

    private static String cell(@Nullable Object value) {
        String text = Write.text(value);
        return text.isEmpty() ? CLEARED : text;
    }
}
