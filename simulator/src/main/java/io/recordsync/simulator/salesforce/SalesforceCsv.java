package io.recordsync.simulator.salesforce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/** The CSV of bulk jobs, with a header row. */
final class SalesforceCsv {

    private static final CsvMapper MAPPER =
            CsvMapper.builder().enable(CsvWriteFeature.ALWAYS_QUOTE_STRINGS).build();

    private SalesforceCsv() {}

    static List<SequencedMap<String, String>> read(String csv) {
        CsvSchema schema = CsvSchema.emptySchema().withHeader();
        try (MappingIterator<LinkedHashMap<String, String>> rows = MAPPER.readerFor(
                        MAPPER.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, String.class))
                .with(schema)
                .readValues(csv)) {
            return new ArrayList<>(rows.readAll());
        } catch (JacksonException e) {
            throw SalesforceJobs.invalid("INVALIDJOB", "The upload is not CSV");
        }
    }

    /** Writes the rows; without rows, only the header row. */
    static String write(List<String> first, List<String> then, List<? extends Map<String, String>> rows) {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
        Stream.concat(first.stream(), then.stream()).forEach(schema::addColumn);
        return MAPPER.writer(schema.build()).writeValueAsString(rows);
    }
}
