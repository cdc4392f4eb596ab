package io.recordsync.connectors.files;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SystemUnderTest;
import io.recordsync.connectors.TestedSystem;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** A file as any other program sees it: read and written whole. */
final class TestedFile implements TestedSystem {

    private static final List<String> COLUMNS = List.of("id", "recordsync_id", "email", "last_name", "title", "phone");
    private static final CsvMapper CSV = new CsvMapper();
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Path file;
    private final Connector connector;
    private int created;

    TestedFile(String name, VendorHttp http) {
        try {
            folder = Files.createTempDirectory("recordsync-files");
            file = folder.resolve(name);
            write(List.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        String path = file.toString();
        connector = new FilesConnector(
                SystemUnderTest.SYSTEM,
                FilesSettings.of(Optional.of(path), Optional.of(path)),
                http,
                InstantSource.system());
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public List<StoredObject> all() {
        return rows().stream().map(TestedFile::stored).toList();
    }

    @Override
    public List<StoredObject> having(String field, String value) {
        return all().stream().filter(row -> row.field(field).equals(value)).toList();
    }

    @Override
    public List<StoredObject> create(List<Map<String, String>> contacts) {
        List<Map<String, String>> rows = rows();
        int before = rows.size();
        contacts.forEach(contact -> {
            Map<String, String> row = new LinkedHashMap<>(contact);
            row.put("id", "F" + ++created);
            rows.add(row);
        });
        write(rows);
        return all().subList(before, rows.size());
    }

    @Override
    public void update(StoredObject contact, Map<String, String> changes) {
        List<Map<String, String>> rows = rows();
        rows.stream().filter(row -> contact.id().equals(row.get("id"))).forEach(row -> row.putAll(changes));
        write(rows);
    }

    @Override
    public void delete(StoredObject contact) {
        List<Map<String, String>> rows = rows();
        rows.removeIf(row -> contact.id().equals(row.get("id")));
        write(rows);
    }

    /** A file tells of what is in it alone. */
    @Override
    public long creates(String recordId) {
        return having("recordsync_id", recordId).size();
    }

    @Override
    public long calls() {
        return 0;
    }

    @Override
    public boolean pass(Duration time) {
        return false;
    }

    @Override
    public String pages() {
        return "";
    }

    @Override
    public Optional<Simulator> simulator() {
        return Optional.empty();
    }

    @Override
    public void close() {
        connector.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isCsv() {
        return file.toString().endsWith(".csv");
    }

    private List<Map<String, String>> rows() {
        try {
            return new ArrayList<>(isCsv() ? csv(Files.readString(file)) : jsonLines(Files.readString(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Map<String, String>> csv(String text) {
        try (MappingIterator<Map<String, String>> rows = CSV.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(text)) {
            return rows.readAll();
        }
    }

    @SuppressWarnings("unchecked") // These tests write texts only.
    private static List<Map<String, String>> jsonLines(String text) {
        return text.lines()
                .map(line -> (Map<String, String>) JSON.readValue(line, LinkedHashMap.class))
                .toList();
    }

    private void write(List<Map<String, String>> rows) {
        try {
            Files.writeString(file, isCsv() ? csv(rows) : jsonLines(rows));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String csv(List<Map<String, String>> rows) {
        CsvSchema schema = CsvSchema.builder()
                .addColumns(COLUMNS, CsvSchema.ColumnType.STRING)
                .build();
        return String.join(",", COLUMNS) + "\n" + CSV.writer(schema).writeValueAsString(rows);
    }

    private static String jsonLines(List<Map<String, String>> rows) {
        return rows.stream().map(row -> JSON.writeValueAsString(row) + "\n").collect(Collectors.joining());
    }

    private static StoredObject stored(Map<String, String> row) {
        Map<String, String> fields = new LinkedHashMap<>(row);
        String id = String.valueOf(fields.remove("id"));
        fields.values().removeIf(value -> value == null || value.isEmpty());
        return new StoredObject("contacts", id, Map.copyOf(fields), Instant.EPOCH, Instant.EPOCH);
    }
}
