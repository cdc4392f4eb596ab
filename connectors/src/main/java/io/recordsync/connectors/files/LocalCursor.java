package io.recordsync.connectors.files;

import io.recordsync.connectors.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okio.ByteString;

/**
 * The positions up to which the files of a folder have been read. Rows of files have no time, so a read since a time
 * reads all rows.
 *
 * @param files the states by a short hash of the file's name
 */
record LocalCursor(Map<String, State> files) {

    private static final String PREFIX = "files:";
    private static final int KEY = 12;
    private static final int RADIX = 36;
    private static final String NUMBER = "\\.([0-9a-z]{1,12})";
    private static final Pattern ENTRY = Pattern.compile(
            "([0-9a-f]{12})\\.([du])([cf])" + NUMBER + NUMBER + "\\.([0-9a-f]{1,16})" + NUMBER + "\\.([0-9a-z]{1,13})");

    /**
     * @param position the position up to which the file has been read
     * @param done whether that was the file's end
     * @param calm whether the last change was so long ago that a later change would have another modification time
     * @param size the file's size in bytes when it was read
     * @param modified the file's modification time when it was read, in epoch nanoseconds
     */
    record State(FilePosition position, boolean done, boolean calm, long size, long modified) {

        boolean isSame(long nowSize, long nowModified) {
            return calm && size == nowSize && modified == nowModified;
        }

        private String text() {
            return String.format(
                    Locale.ROOT,
                    "%s%s.%s.%s.%x.%s.%s",
                    done ? "d" : "u",
                    calm ? "c" : "f",
                    Long.toString(position.offset(), RADIX),
                    Long.toString(position.line(), RADIX),
                    position.hash(),
                    Long.toString(size, RADIX),
                    Long.toString(modified, RADIX));
        }
    }

    /** @throws IllegalArgumentException unless the cursor was made by this class, is a time, or is the beginning */
    static LocalCursor of(Cursor cursor) {
        if (cursor.isBeginning() || cursor.time().isPresent()) {
            return new LocalCursor(Map.of());
        }
        Map<String, State> files = new LinkedHashMap<>();
        if (!cursor.text().startsWith(PREFIX)) {
            throw none();
        }
        String entries = cursor.text().substring(PREFIX.length());
        for (String entry : entries.isEmpty() ? new String[0] : entries.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches()) {
                throw none();
            }
            files.put(matcher.group(1), state(matcher));
        }
        return new LocalCursor(files);
    }

    static String key(String name) {
        return ByteString.encodeString(name, StandardCharsets.UTF_8)
                .sha256()
                .hex()
                .substring(0, KEY);
    }

    Cursor cursor() {
        return new Cursor(PREFIX
                + files.entrySet().stream()
                        .map(file -> file.getKey() + "." + file.getValue().text())
                        .collect(Collectors.joining(",")));
    }

    private static State state(Matcher entry) {
        FilePosition position =
                new FilePosition(number(entry, 4), number(entry, 5), Long.parseUnsignedLong(entry.group(6), 16));
        return new State(
                position, entry.group(2).equals("d"), entry.group(3).equals("c"), number(entry, 7), number(entry, 8));
    }

    private static long number(Matcher entry, int group) {
        return Long.parseLong(entry.group(group), RADIX);
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException("the cursor is not a position in the files");
    }
}
