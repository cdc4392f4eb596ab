package io.recordsync.simulator.store;

import io.recordsync.simulator.http.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * The journal on disk, one JSON object per line. It survives the end of the process; an incomplete last line, after the
 * process was killed, is dropped on the next start. It is not forced to disk after each line, so a crash of the machine
 * may lose the last lines.
 */
final class JournalFile implements AutoCloseable {

    private final Path file;
    private final List<JournalEntry> found;
    private final BufferedWriter writer;

    JournalFile(Path folder) {
        try {
            Files.createDirectories(folder);
            file = folder.resolve("journal.jsonl");
            found = read(file);
            rewriteWithout(file, found);
            writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's journal in " + folder + " cannot be opened: " + e, e);
        }
    }

    List<JournalEntry> found() {
        return found;
    }

    void append(JournalEntry entry) {
        try {
            writer.write(Json.write(entry));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's journal " + file + " cannot be written: " + e, e);
        }
    }

    private static List<JournalEntry> read(Path file) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        if (!Files.exists(file)) {
            return entries;
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            try {
                entries.add(Json.read(lines.get(i), JournalEntry.class));
            } catch (JacksonException e) {
                if (i < lines.size() - 1) {
                    throw new IOException("line " + (i + 1) + " of " + file + " is not a journal entry", e);
                }
            }
        }
        return entries;
    }

    /** Rewrites the file if its last line is incomplete: only then is it longer than its entries. */
    private static void rewriteWithout(Path file, List<JournalEntry> entries) throws IOException {
        StringBuilder whole = new StringBuilder();
        entries.forEach(entry -> whole.append(Json.write(entry)).append(System.lineSeparator()));
        byte[] bytes = whole.toString().getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file) && Files.size(file) != bytes.length) {
            Files.write(file, bytes);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's journal " + file + " cannot be closed: " + e, e);
        }
    }
}
