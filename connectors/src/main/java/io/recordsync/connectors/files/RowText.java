package io.recordsync.connectors.files;

import io.recordsync.connectors.files.RawRows.Raw;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/**
 * Converts rows to text and back, one at a time. Parser exceptions are dropped, because their messages quote the input.
 */
final class RowText {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TOKENS = 200_000;

    /** Begins the name of a column that has none; no setting and no field has such a name. */
    private static final String UNNAMED = "\0";

    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING).build();
    private static final ObjectReader CELLS = CSV.readerFor(String[].class);
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final FileForm form;
    private final Encoding encoding;
    private final List<String> columns;

    /** @param columns the columns of CSV */
    RowText(FileForm form, Encoding encoding, List<String> columns) {
        this.form = form;
        this.encoding = encoding;
        this.columns = List.copyOf(columns);
    }

    List<String> columns() {
        return columns;
    }

    /**
     * The columns of a file of this form, by its first row. A cell of it that is blank gives its column a name that no
     * field has, so that the column is kept, but not read.
     *
     * @throws UnreadableRowException if the whole file is not of this form
     */
    static List<String> columns(Raw first, FileForm form, Encoding encoding) throws UnreadableRowException {
        return form == FileForm.CSV ? header(text(first, encoding)) : fields(first, encoding);
    }

    private static List<String> header(String text) throws UnreadableRowException {
        Optional<String> otherForm = otherForm(text);
        if (otherForm.isPresent()) {
            throw new UnreadableRowException(otherForm.get());
        }
        List<String> names = new ArrayList<>();
        for (String cell : cells(text)) {
            String name = Blanks.strip(cell);
            names.add(name.isEmpty() ? UNNAMED + names.size() : name);
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new UnreadableRowException("it names a column twice");
        }
        return List.copyOf(names);
    }

    /** None: each line of JSON names its own fields. An array would be read in parts, or not at all. */
    private static List<String> fields(Raw first, Encoding encoding) throws UnreadableRowException {
        String text = new String(first.bytes(), encoding.charset());
        if (Blanks.strip(text).startsWith("[")) {
            throw new UnreadableRowException("it begins a JSON array; write each object on a line of its own");
        }
        return List.of();
    }

    /** Whether the column has no name in the first row. */
    static boolean isUnnamed(String column) {
        return column.startsWith(UNNAMED);
    }

    /** In which other form than comma-separated lines the file is, to judge by its first row; empty if in none. */
    private static Optional<String> otherForm(String text) {
        if (text.startsWith("sep=")) {
            return Optional.of("it begins with sep= and not with the names of the columns; remove that line");
        }
        if (RawRows.hasReturn(text)) {
            return Optional.of("its lines end with a carriage return alone; save it with line feeds");
        }
        if (text.indexOf(',') < 0 && text.indexOf(';') >= 0) {
            return Optional.of("its cells are separated by semicolons; save it with commas");
        }
        if (text.indexOf(',') < 0 && text.indexOf('|') >= 0) {
            return Optional.of("its cells are separated by vertical bars; save it with commas");
        }
        return text.indexOf(',') < 0 && text.indexOf('\t') >= 0
                ? Optional.of("its cells are separated by tabs; save it with commas")
                : Optional.empty();
    }

    /** The values by field; null for a field without a value. */
    Map<String, @Nullable Object> parse(Raw raw) throws UnreadableRowException {
        String text = text(raw, encoding);
        if (form == FileForm.JSON_LINES) {
            return object(text);
        }
        if (RawRows.hasReturn(text)) {
            throw new UnreadableRowException("a line in it ends with a carriage return alone");
        }
        return row(cells(text));
    }

    /** The row as it is written, with its line end. */
    byte[] bytes(Map<String, ? extends @Nullable Object> row) {
        String text = form == FileForm.CSV
                ? line(columns.stream().map(column -> cell(row.get(column))).toList())
                : JSON.writeValueAsString(row);
        return encoding.bytes(text + "\n");
    }

    /** The header row of a CSV file; empty for JSON Lines. */
    byte[] header() {
        return form == FileForm.CSV ? encoding.bytes(line(names()) + "\n") : new byte[0];
    }

    private List<String> names() {
        return columns.stream().map(column -> isUnnamed(column) ? "" : column).toList();
    }

    /** Why a value cannot be written; empty if it can. */
    static Optional<String> obstacle(String field, @Nullable Object value, FileForm form, Encoding encoding) {
        if (form == FileForm.CSV && (value instanceof Map || value instanceof Iterable)) {
            return Optional.of("a list or an object, which CSV cannot represent");
        }
        return encoding.holds(field + value)
                ? Optional.empty()
                : Optional.of("a character that the file's encoding cannot represent");
    }

    private static String text(Raw raw, Encoding encoding) throws UnreadableRowException {
        if (raw.problem().isPresent()) {
            throw new UnreadableRowException(raw.problem().get());
        }
        try {
            return encoding.text(raw.bytes(), raw.length());
        } catch (CharacterCodingException e) {
            throw new UnreadableRowException(
                    "it is not encoded as " + encoding.charset().name());
        }
    }

    private static List<String> cells(String text) throws UnreadableRowException {
        try {
            String[] cells = CELLS.readValue(text);
            return cells == null ? List.of() : List.of(cells);
        } catch (JacksonException e) {
            throw new UnreadableRowException("its quotes are not valid");
        }
    }

    private Map<String, @Nullable Object> row(List<String> cells) throws UnreadableRowException {
        if (cells.size() != columns.size()) {
            throw new UnreadableRowException(String.format(
                    Locale.ROOT, "it has %d cells, and the first row names %d columns", cells.size(), columns.size()));
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(columns.get(i), cells.get(i).isEmpty() ? null : cells.get(i));
        }
        return row;
    }

    @SuppressWarnings("unchecked") // The keys of a JSON object are texts.
    private static Map<String, @Nullable Object> object(String text) throws UnreadableRowException {
        try {
            return Optional.ofNullable(JSON.readValue(text, LinkedHashMap.class))
                    .orElseThrow(() -> new UnreadableRowException("it is not a JSON object"));
        } catch (JacksonException e) {
            throw new UnreadableRowException("it is not a JSON object");
        }
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    private static String line(List<String> cells) {
        String line = CSV.writeValueAsString(new ArrayList<>(cells));
        return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }
}
