package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.files.RawRows.Raw;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RawRowsTest {

    private static final List<String> COLUMNS = List.of("a", "b", "c");

    @Property(tries = 200)
    void whatIsWrittenIsReadFromAnyPosition(
            @ForAll("tables") List<List<String>> table, @ForAll("encodings") String charset) throws IOException {
        Encoding encoding = Encoding.unmarked(Charset.forName(charset));
        RowText text = new RowText(FileForm.CSV, encoding, COLUMNS);
        Path path = Files.createTempFile("rows", ".csv");
        try (FileChannel file = FileChannel.open(path)) {
            for (List<String> row : table) {
                Files.write(path, text.bytes(row(row)), StandardOpenOption.APPEND);
            }
            List<FilePosition> positions = new ArrayList<>(List.of(FilePosition.START));
            RawRows rows = new RawRows(file, encoding, true, FilePosition.START);
            while (rows.next().isPresent()) {
                positions.add(rows.position());
            }
            assertThat(positions).hasSize(table.size() + 1);
            for (int i = 0; i < positions.size(); i++) {
                assertThat(rest(file, encoding, text, positions.get(i)))
                        .isEqualTo(table.subList(i, table.size()).stream()
                                .map(RawRowsTest::row)
                                .toList());
            }
        } finally {
            Files.delete(path);
        }
    }

    @Property(tries = 300)
    void nothingThatAFileHoldsBreaksTheReader(@ForAll byte[] bytes, @ForAll("encodings") String charset)
            throws IOException {
        Encoding encoding = Encoding.unmarked(Charset.forName(charset));
        Path path = Files.write(Files.createTempFile("rows", ".csv"), bytes);
        try (FileChannel file = FileChannel.open(path)) {
            RawRows rows = new RawRows(file, encoding, true, FilePosition.START);
            long before = -1;
            for (Optional<Raw> raw = rows.next(); raw.isPresent(); raw = rows.next()) {
                assertThat(rows.position().offset()).isGreaterThan(before);
                before = rows.position().offset();
            }
            assertThat(bytes.length - rows.position().offset()).isBetween(0L, 1L);
        } finally {
            Files.delete(path);
        }
    }

    private static List<Map<String, Object>> rest(FileChannel file, Encoding encoding, RowText text, FilePosition from)
            throws IOException {
        RawRows rows = new RawRows(file, encoding, true, from);
        List<Map<String, Object>> rest = new ArrayList<>();
        for (Optional<Raw> raw = rows.next(); raw.isPresent(); raw = rows.next()) {
            try {
                rest.add(text.parse(raw.get()));
            } catch (UnreadableRowException e) {
                throw new AssertionError(e);
            }
        }
        return rest;
    }

    private static Map<String, Object> row(List<String> cells) {
        Map<String, Object> row = new LinkedHashMap<>();
        IntStream.range(0, cells.size())
                .forEach(i -> row.put(COLUMNS.get(i), cells.get(i).isEmpty() ? null : cells.get(i)));
        return row;
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cell =
                Arbitraries.strings().withChars(" \",\n\r\t;'ab=éß").ofMaxLength(8);
        return cell.list().ofSize(COLUMNS.size()).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> encodings() {
        return Arbitraries.of("UTF-8", "UTF-16BE", "UTF-16LE", "ISO-8859-1");
    }
}
