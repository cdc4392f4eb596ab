package io.recordsync.devstack.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A CSV file. People save it anew under another name and rename it, and hold the lock that recordsync takes as well:
 * what they save contains what recordsync has written before.
 */
record FileSide(String system, Path file) implements PairSide {

    private static final int RECORD_ID = 1;
    private static final int FIRST_NAME = 2;
    private static final int LAST_NAME = 3;
    private static final int EMAIL = 4;
    private static final int PHONE = 5;
    private static final int TYPE = 6;
    private static final List<String> COLUMNS =
            List.of("id", "recordsync_id", "first_name", "last_name", "email", "phone", "type");

    /** A file with its columns and without rows. */
    static FileSide in(Path folder, String system) {
        FileSide side = new FileSide(system, folder.resolve(system + ".csv"));
        side.write(List.of());
        return side;
    }

    @Override
    public List<Row> rows() {
        return read().stream().map(FileSide::row).toList();
    }

    @Override
    public void make(String email, Map<Trait, String> traits) {
        String[] cells = new String[COLUMNS.size()];
        Arrays.fill(cells, "");
        cells[0] = UUID.nameUUIDFromBytes((system + email).getBytes(StandardCharsets.UTF_8))
                .toString();
        cells[EMAIL] = email;
        traits.forEach((trait, value) -> type(cells, trait, value));
        change(rows -> rows.add(cells));
    }

    @Override
    public void set(String email, Trait trait, String value) {
        change(rows -> rows.stream().filter(cells -> isOf(cells, email)).forEach(cells -> type(cells, trait, value)));
    }

    @Override
    public void delete(String email) {
        change(rows -> rows.removeIf(cells -> isOf(cells, email)));
    }

    @Override
    public String content() {
        try {
            return Files.getLastModifiedTime(file) + System.lineSeparator() + Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(String[] cells, String email) {
        return cells[EMAIL].equalsIgnoreCase(email);
    }

    private static void type(String[] cells, Trait trait, String value) {
        switch (trait) {
            case NAME -> {
                cells[FIRST_NAME] = PairSide.first(value);
                cells[LAST_NAME] = PairSide.last(value);
            }
            case PHONE -> cells[PHONE] = value;
            case TYPE -> cells[TYPE] = value;
        }
    }

    private static Row row(String[] cells) {
        return new Row(
                cells[RECORD_ID],
                cells[EMAIL],
                Map.of(
                        Trait.NAME,
                        cells[FIRST_NAME] + " " + cells[LAST_NAME],
                        Trait.PHONE,
                        cells[PHONE],
                        Trait.TYPE,
                        cells[TYPE]));
    }

    private void change(Consumer<List<String[]>> edit) {
        Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assert held.isValid();
            List<String[]> rows = read();
            edit.accept(rows);
            write(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values of these tests need no quotation marks. */
    private List<String[]> read() {
        try {
            return Files.readAllLines(file).stream()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(",", -1))
                            .map(cell -> cell.replace("\"", ""))
                            .toArray(String[]::new))
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<String[]> rows) {
        List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
        rows.forEach(cells -> lines.add(String.join(",", cells)));
        Path saved = file.resolveSibling(file.getFileName() + ".saved");
        try {
            Files.writeString(saved, String.join("\n", lines) + "\n");
            Files.move(saved, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
