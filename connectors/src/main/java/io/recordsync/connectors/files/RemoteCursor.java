package io.recordsync.connectors.files;

import io.recordsync.connectors.Cursor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position up to which a downloaded file has been read. It is shown in the history of reads: {@code commit:3f2a…}
 * for a version that has been read to its end, {@code commit:3f2a…@8192,120} for one that has been read in part.
 *
 * @param version the source's own mark of the version; empty before the first one
 * @param position the position up to which it has been read; empty if that was its end
 */
record RemoteCursor(Optional<String> version, Optional<FilePosition> position) {

    private static final String NUMBER = "([0-9]{1,18})";

    /**
     * @param mark the prefix of the text: {@code commit}
     * @param form the pattern of a version
     * @throws IllegalArgumentException unless the cursor was made by this class, is a time, or is the beginning
     */
    static RemoteCursor of(Cursor cursor, String mark, Pattern form) {
        if (cursor.isBeginning() || cursor.time().isPresent()) {
            return new RemoteCursor(Optional.empty(), Optional.of(FilePosition.START));
        }
        Matcher text = Pattern.compile(mark + ":(" + form.pattern() + ")(?:@" + NUMBER + "," + NUMBER + ")?")
                .matcher(cursor.text());
        if (!text.matches()) {
            throw new IllegalArgumentException("the cursor is not a position in the files");
        }
        Optional<FilePosition> position = Optional.ofNullable(text.group(2))
                .map(offset -> new FilePosition(Long.parseLong(offset), Long.parseLong(text.group(3)), 0));
        return new RemoteCursor(Optional.of(text.group(1)), position);
    }

    static Cursor cursor(String mark, String version, RowPage.Progress progress) {
        FilePosition position = progress.position();
        String at = progress.end() ? "" : String.format(Locale.ROOT, "@%d,%d", position.offset(), position.line());
        return new Cursor(mark + ":" + version + at);
    }

    /** Whether that version has been read to its end. */
    boolean isDone(String newest) {
        return position.isEmpty() && version.equals(Optional.of(newest));
    }

    /** The position to continue from in this version; the beginning if it is another version than before. */
    FilePosition in(String newest) {
        return version.equals(Optional.of(newest)) ? position.orElse(FilePosition.START) : FilePosition.START;
    }
}
