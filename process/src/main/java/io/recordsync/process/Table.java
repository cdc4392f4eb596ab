package io.recordsync.process;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Formats text for a terminal in columns. Each column is as wide as its widest cell. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row, which may have fewer cells than others. Control characters in the cells are replaced. */
    public Table row(String... cells) {
        return row(List.of(cells));
    }

    /** Adds a row, which may have fewer cells than others. Control characters in the cells are replaced. */
    public Table row(List<String> cells) {
        rows.add(cells.stream().map(Table::plain).toList());
        return this;
    }

    /** The table's lines, each with a line break at the end. */
    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining());
    }

    private String line(List<String> cells) {
        return IntStream.range(0, cells.size())
                        .mapToObj(column -> cells.get(column) + " ".repeat(width(column) - length(cells.get(column))))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing()
                + System.lineSeparator();
    }

    private int width(int column) {
        return rows.stream()
                .filter(cells -> column < cells.size())
                .mapToInt(cells -> length(cells.get(column)))
                .max()
                .orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** Replaces control characters, which a terminal would execute: ids and reasons come from other systems. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}]", "?");
    }
}
