package io.recordsync.connectors.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rows of a file as bytes, one after another, from any place between two. Nothing but the row at hand is in memory. A row with line feeds in
 * quotes is one; a quote that never ends harms only its own line.
 */
final class RawRows {

    /** A row is no longer than this. */
    static final int LONGEST = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int QUOTE = '"';
    private static final int COMMA = ',';
    private static final int LINE_FEED = '\n';
    private static final int RETURN = '\r';

    private final FileChannel file;
    private final Encoding encoding;
    private final boolean quotes;
    private final ByteBuffer ahead = ByteBuffer.allocate(BUFFER);
    private FilePosition place;
    private byte[] row = new byte[1024];
    private int length;
    private int lines;
    private int firstEnd;

    /** @param quotes whether quotes can hold line feeds, as they do in CSV */
    RawRows(FileChannel file, Encoding encoding, boolean quotes, FilePosition from) throws IOException {
        this.file = file;
        this.encoding = encoding;
        this.quotes = quotes;
        this.place = from;
        if (from.offset() == 0) {
            skipMark();
        }
        seek();
    }

    /**
     * One row, or a line that is none.
     *
     * @param bytes with its line end
     * @param length of the bytes without it
     * @param from where it begins
     * @param ended whether its end is certain; at the end of a file a row may be still in the making
     * @param problem why it is none
     */
    record Raw(byte[] bytes, int length, FilePosition from, boolean ended, Optional<String> problem) {

        long line() {
            return from.line() + 1;
        }

        boolean isBlank() {
            return length == 0;
        }
    }

    /** Behind the last row that was given. */
    FilePosition place() {
        return place;
    }

    /** Empty at the end. */
    Optional<Raw> next() throws IOException {
        Scan scan = scan();
        return switch (scan) {
            case NOTHING -> Optional.empty();
            case ROW, LAST_ROW -> Optional.of(row(scan == Scan.ROW));
            case OPEN_QUOTE, OPEN_TO_THE_END -> Optional.of(firstLine(scan == Scan.OPEN_QUOTE));
            case TOO_LONG -> Optional.of(skipped());
        };
    }

    private enum Scan {
        NOTHING,
        ROW,
        LAST_ROW,
        OPEN_QUOTE,
        OPEN_TO_THE_END,
        TOO_LONG
    }

    /** Where in a row of CSV we are. */
    private enum State {
        START,
        PLAIN,
        QUOTED,
        AFTER_QUOTE;

        State after(int unit) {
            return switch (this) {
                case START -> unit == QUOTE ? QUOTED : unit == COMMA ? START : PLAIN;
                case PLAIN -> unit == COMMA ? START : PLAIN;
                case QUOTED -> unit == QUOTE ? AFTER_QUOTE : QUOTED;
                case AFTER_QUOTE -> unit == QUOTE ? QUOTED : unit == COMMA ? START : PLAIN;
            };
        }
    }

    /** Reads a row into {@link #row}. */
    private Scan scan() throws IOException {
        length = 0;
        lines = 0;
        firstEnd = 0;
        State state = State.START;
        while (readUnit()) {
            int unit = encoding.unitAt(row, length - encoding.unit());
            if (unit == LINE_FEED) {
                lines++;
                firstEnd = firstEnd == 0 ? length : firstEnd;
                if (state != State.QUOTED) {
                    return Scan.ROW;
                }
            }
            if (state == State.AFTER_QUOTE && isStray(unit) && firstEnd > 0) {
                return Scan.OPEN_QUOTE;
            }
            if (length > LONGEST) {
                return firstEnd == 0 ? Scan.TOO_LONG : Scan.OPEN_QUOTE;
            }
            state = quotes ? state.after(unit) : state;
        }
        if (length == 0) {
            return Scan.NOTHING;
        }
        return state == State.QUOTED && firstEnd > 0 ? Scan.OPEN_TO_THE_END : Scan.LAST_ROW;
    }

    /** What cannot follow a closing quote: it was none, and opened another cell, lines after the one that was never closed. */
    private static boolean isStray(int unit) {
        return unit != QUOTE && unit != COMMA && unit != LINE_FEED && unit != RETURN;
    }

    private Raw row(boolean ended) {
        Raw raw = new Raw(Arrays.copyOf(row, length), withoutEnd(length, ended), place, ended, Optional.empty());
        place = place.after(row, length, lines);
        return raw;
    }

    /** The line in which a quote began that never ends; the next one is a row again. */
    private Raw firstLine(boolean ended) throws IOException {
        Raw raw = new Raw(
                Arrays.copyOf(row, firstEnd),
                withoutEnd(firstEnd, true),
                place,
                ended,
                Optional.of("a quote in it has no end"));
        place = place.after(row, firstEnd, 1);
        seek();
        return raw;
    }

    private Raw skipped() throws IOException {
        FilePosition from = place;
        boolean ended = false;
        do {
            place = place.after(row, length, 0);
            length = 0;
            ended = readLine();
        } while (!ended && length > 0);
        place = place.after(row, length, 1);
        return new Raw(new byte[0], 0, from, true, Optional.of("it is longer than 1 MB"));
    }

    /** The rest of a line, or as much of it as is bearable. */
    private boolean readLine() throws IOException {
        while (length < LONGEST && readUnit()) {
            if (encoding.unitAt(row, length - encoding.unit()) == LINE_FEED) {
                return true;
            }
        }
        return false;
    }

    private int withoutEnd(int end, boolean ended) {
        int unit = encoding.unit();
        int text = ended ? end - unit : end;
        return text >= unit && encoding.unitAt(row, text - unit) == RETURN ? text - unit : text;
    }

    /** False at the end; half a unit there is left out. */
    private boolean readUnit() throws IOException {
        if (ahead.remaining() < encoding.unit() && !fill()) {
            return false;
        }
        if (length + encoding.unit() > row.length) {
            row = Arrays.copyOf(row, row.length * 2);
        }
        ahead.get(row, length, encoding.unit());
        length += encoding.unit();
        return true;
    }

    private boolean fill() throws IOException {
        ahead.compact();
        while (ahead.position() < encoding.unit() && file.read(ahead) >= 0) {
            // more may come
        }
        ahead.flip();
        return ahead.remaining() >= encoding.unit();
    }

    private void seek() throws IOException {
        file.position(place.offset());
        ahead.clear().limit(0);
    }

    private void skipMark() throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(encoding.mark());
        file.read(mark, 0);
        place = place.after(mark.array(), encoding.mark(), 0);
    }
}
