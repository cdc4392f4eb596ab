package io.recordsync.connectors.files;

import io.recordsync.connectors.Cursor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has been read of a file that is fetched whole. People see it in the history of reads: {@code commit:3f2a…} for a version that has been
 * read to its end, {@code commit:3f2a…@8192,120} in the midst of it.
 *
 * @param version the system's own mark of it; empty before the first
 * @param place up to where it has been read; empty when that was its end
 */
record RemoteCursor(Optional<String> version, Optional<FilePosition> place) {

    private static final String NUMBER = "([0-9]{1,18})";

    /**
     * @param mark begins the text: {@code commit}
     * @param form of a version
     * @throws IllegalArgumentException if it is no place that this class has made, nor a time, nor the beginning
     */
    static RemoteCursor of(Cursor cursor, String mark, Pattern form) {
        if (cursor.isBeginning() || cursor.time().isPresent()) {
            return new RemoteCursor(Optional.empty(), Optional.of(FilePosition.START));
        }
        Matcher text = Pattern.compile(mark + ":(" + form.pattern() + ")(?:@" + NUMBER + "," + NUMBER + ")?")
                .matcher(cursor.text());
        if (!text.matches()) {
            throw new IllegalArgumentException("that is no place to read files from");
        }
        Optional<FilePosition> place = Optional.ofNullable(text.group(2))
                .map(offset -> new FilePosition(Long.parseLong(offset), Long.parseLong(text.group(3)), 0));
        return new RemoteCursor(Optional.of(text.group(1)), place);
    }

    static Cursor cursor(String mark, String version, RowPage.Progress progress) {
        FilePosition place = progress.place();
        String at = progress.end() ? "" : "@%d,%d".formatted(place.offset(), place.line());
        return new Cursor(mark + ":" + version + at);
    }

    /** Whether that version has been read to its end. */
    boolean isDone(String newest) {
        return place.isEmpty() && version.equals(Optional.of(newest));
    }

    /** Where to go on in a version: at its beginning, if it is another than before. */
    FilePosition in(String newest) {
        return version.equals(Optional.of(newest)) ? place.orElse(FilePosition.START) : FilePosition.START;
    }
}
