package io.recordsync.devstack.demo;

import io.recordsync.devstack.DevStackException;
import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.ContactFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file with a line of JSON for each contact. It shows what is held, but not what was done: the audit finds lost and
 * doubled records, but not records that were stale for some time.
 */
final class FilesDemoSystem implements DemoSystem {

    private static final ContactFields FIELDS =
            new ContactFields("first_name", "last_name", "email", "phone", "type", "recordsync_id");

    private final DemoSystemName name;
    private final Path file;

    /** @param root the demo's folder; the file is in a folder of the system's name in it */
    FilesDemoSystem(DemoSystemName name, Path root) {
        Path folder = root.resolve(name.name());
        this.name = name;
        this.file = folder.resolve("contacts.jsonl");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DevStackException("The folder %s cannot be created.".formatted(folder), e);
        }
    }

    @Override
    public String name() {
        return name.name();
    }

    @Override
    public String address() {
        return file.toString();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(name.setting("PATH"), file.toString());
    }

    @Override
    public SystemHistory history() {
        return new SystemHistory(name(), FIELDS, contacts(), List.of(), counts());
    }

    private List<StoredObject> contacts() {
        if (Files.notExists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank())
                    .map(FilesDemoSystem::contact)
                    .toList();
        } catch (IOException e) {
            throw new DevStackException("The file %s cannot be read.".formatted(file), e);
        }
    }

    private static StoredObject contact(String line) {
        JsonNode row = JsonMapper.shared().readTree(line);
        Map<String, String> fields = new HashMap<>();
        row.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asString());
            }
        });
        return new StoredObject("contacts", fields.getOrDefault("id", ""), fields, Instant.EPOCH, Instant.EPOCH);
    }

    /** All zero, because the writes to a file are not counted. */
    @Override
    public Counts counts() {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public OptionalLong dailyLimit() {
        return OptionalLong.empty();
    }

    /** Keeps the file. */
    @Override
    public void close() {}
}
