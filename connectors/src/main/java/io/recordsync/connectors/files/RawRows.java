package io.recordsync.connectors.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the rows of a file as bytes, one after another, from any position between two rows. Only the current row is in
 * memory. Line feeds inside quotes belong to the row. A quote that is never closed makes only its own line unreadable.
 */
final class RawRows {

    /** The largest length of a row in bytes. */
    static final int MAX_ROW_BYTES = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int QUOTE = '"';
    private static final int COMMA = ',';
    private static final int LINE_FEED = '\n';
    private static final int RETURN = '\r';

    private final FileChannel file;
    private final Encoding encoding;
    private final boolean quotes;
    private final ByteBuffer ahead = ByteBuffer.allocate(BUFFER);
    private FilePosition position;
    private byte[] row = new byte[1024];
    private int length;
    private int lines;
    private int firstEnd;

    /** @param quotes whether quotes can enclose line feeds, as in CSV */
    RawRows(FileChannel file, Encoding encoding, boolean quotes, FilePosition from) throws IOException {
        this.file = file;
        this.encoding = encoding;
        this.quotes = quotes;
        this.position = from;
        if (from.offset() == 0) {
            skipMark();
        }
        seek();
    }

    /**
     * One row, or a line that is not a valid row.
     *
     * @param bytes the bytes with the line end
     * @param length the number of bytes without the line end
     * @param from the position at which it begins
     * @param ended whether its end is certain; the last row of a file without a line end may be still incomplete
     * @param problem why it is not a valid row
     */
    record Raw(byte[] bytes, int length, FilePosition from, boolean ended, Optional<String> problem) {

        long line() {
            return from.line() + 1;
        }

        boolean isBlank() {
            return length == 0;
        }
    }

    /** The position after the last row that was returned. */
    FilePosition position() {
        return position;
    }

    /** The next row; empty at the end of the file. */
    Optional<Raw> next() throws IOException {
        Scan scan = scan();
        return switch (scan) {
            case NOTHING -> Optional.empty();
            case ROW, LAST_ROW -> Optional.of(row(scan == Scan.ROW));
            case OPEN_QUOTE, OPEN_TO_THE_END -> Optional.of(firstLine(scan == Scan.OPEN_QUOTE));
            case TOO_LONG -> Optional.of(skipped());
        };
    }

    /** The next row that is not blank, such as the one that names the columns of CSV; empty at the end of the file. */
    Optional<Raw> nextFilled() throws IOException {
        Optional<Raw> row = next();
        while (row.isPresent() && row.get().isBlank() && row.get().problem().isEmpty()) {
            row = next();
        }
        return row;
    }

    private enum Scan {
        NOTHING,
        ROW,
        LAST_ROW,
        OPEN_QUOTE,
        OPEN_TO_THE_END,
        TOO_LONG
    }

    /** The position inside a row of CSV. */
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
            if (length > MAX_ROW_BYTES) {
                return firstEnd == 0 ? Scan.TOO_LONG : Scan.OPEN_QUOTE;
            }
            state = quotes ? state.after(unit) : state;
        }
        if (length == 0) {
            return Scan.NOTHING;
        }
        return state == State.QUOTED && firstEnd > 0 ? Scan.OPEN_TO_THE_END : Scan.LAST_ROW;
    }

    /**
     * Whether the character cannot follow a closing quote. The quote then opened another cell, some lines after one
     * that was never closed.
     */
    private static boolean isStray(int unit) {
        return unit != QUOTE && unit != COMMA && unit != LINE_FEED && unit != RETURN;
    }

    /** Whether a row of CSV has a carriage return outside quotes, which ends a line for some programs. */
    static boolean hasReturn(String row) {
        State state = State.START;
        for (int i = 0; i < row.length(); i++) {
            char unit = row.charAt(i);
            if (unit == RETURN && state != State.QUOTED) {
                return true;
            }
            state = state.after(unit);
        }
        return false;
    }

    private Raw row(boolean ended) {
        Raw raw = new Raw(Arrays.copyOf(row, length), withoutEnd(length, ended), position, ended, Optional.empty());
        position = position.after(row, length, lines);
        return raw;
    }

    /** Returns the line with the unclosed quote as unreadable; reading continues with the next line. */
    private Raw firstLine(boolean ended) throws IOException {
        Raw raw = new Raw(
                Arrays.copyOf(row, firstEnd),
                withoutEnd(firstEnd, true),
                position,
                ended,
                Optional.of("a quoted cell in it is not closed"));
        position = position.after(row, firstEnd, 1);
        seek();
        return raw;
    }

    private Raw skipped() throws IOException {
        FilePosition from = position;
        boolean ended = false;
        do {
            position = position.after(row, length, 0);
            length = 0;
            ended = readLine();
        } while (!ended && length > 0);
        position = position.after(row, length, 1);
        return new Raw(new byte[0], 0, from, true, Optional.of("it is longer than 1 MB"));
    }

    /** Reads the rest of a line, or up to the largest length of a row. */
    private boolean readLine() throws IOException {
        while (length < MAX_ROW_BYTES && readUnit()) {
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

    /** Reads one code unit. False at the end of the file; an incomplete unit there is ignored. */
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
        file.position(position.offset());
        ahead.clear().limit(0);
    }

    private void skipMark() throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(encoding.mark());
        file.read(mark, 0);
        position = position.after(mark.array(), encoding.mark(), 0);
    }
}
