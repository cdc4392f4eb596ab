package io.recordsync.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Formats text in columns. Each column is as wide as its widest cell. The first is aligned to the left, all others to
 * the right.
 */
public final class BenchTable {

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row. Numbers are formatted: integers with commas, others with two decimal places. */
    public BenchTable row(Object... cells) {
        rows.add(Stream.of(cells).map(BenchTable::text).toList());
        return this;
    }

    /**
     * Adds a row for each part of the first run, with the CPU seconds per 1,000 records of each run.
     *
     * @param runs by part
     */
    public BenchTable cpuRows(List<Map<String, Double>> runs) {
        rows.add(List.of("CPU seconds per 1,000 records"));
        for (String part : runs.getFirst().keySet()) {
            row(Stream.concat(Stream.of("  " + part), runs.stream().map(run -> run.getOrDefault(part, 0.0)))
                    .toArray());
        }
        return this;
    }

    private static String text(Object cell) {
        return switch (cell) {
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            case Integer number -> String.format(Locale.ROOT, "%,d", number);
            case Double number -> String.format(Locale.ROOT, "%,.2f", number);
            default -> cell.toString();
        };
    }

    /** The table's lines, each with a line break at the end. */
    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining());
    }

    private String line(List<String> cells) {
        return IntStream.range(0, cells.size())
                        .mapToObj(column -> padded(cells.get(column), column))
                        .collect(Collectors.joining("  ", "  ", ""))
                        .stripTrailing()
                + System.lineSeparator();
    }

    private String padded(String cell, int column) {
        String space = " ".repeat(width(column) - cell.length());
        return column == 0 ? cell + space : space + cell;
    }

    private int width(int column) {
        return rows.stream()
                .filter(cells -> column < cells.size())
                .mapToInt(cells -> cells.get(column).length())
                .max()
                .orElse(0);
    }
}
