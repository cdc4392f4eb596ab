package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.RunSamplesView;
import io.recordsync.starter.rest.RunSamplesView.Difference;
import io.recordsync.starter.rest.RunSamplesView.Row;
import io.recordsync.starter.rest.RunView;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a dry run would change, as text for people. */
final class DryRunText {

    private static final int LONGEST = 40;

    private DryRunText() {}

    static String of(RunView run, RunSamplesView samples) {
        return String.format(
                        Locale.ROOT,
                        "%nNothing was written. The reading took %,d calls. ",
                        run.metrics().calls())
                + deliveries(samples)
                + held(run)
                + (samples.rows().isEmpty() ? "" : String.format(Locale.ROOT, "%n%n%s", table(samples)))
                + more(samples);
    }

    private static String deliveries(RunSamplesView samples) {
        if (samples.deliveries().isEmpty()) {
            return "No delivery would follow.";
        }
        return samples.deliveries().entrySet().stream()
                .map(one -> deliveries(one, samples.calls().get(one.getKey())))
                .collect(Collectors.joining(", ", "A run would cost as many, and these deliveries: ", "."));
    }

    private static String deliveries(Map.Entry<String, Long> one, @Nullable Long calls) {
        String count = String.format(Locale.ROOT, "%s %,d", one.getKey(), one.getValue());
        return calls == null ? count : count + String.format(Locale.ROOT, " (%,d calls or more)", calls);
    }

    private static String held(RunView run) {
        return run.held() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " %,d deletes would be held until a person decides, because they are more than the deleteGuard"
                                + " of the rules allows.",
                        run.held());
    }

    private static Table table(RunSamplesView samples) {
        Table table = new Table().row("VERDICT", "RECORD", "ROW", "FIELD", "OURS", "THEIRS", "WINNER");
        samples.rows().forEach(row -> rows(table, row));
        return table;
    }

    private static void rows(Table table, Row row) {
        String record = Objects.requireNonNullElse(row.recordId(), "");
        if (row.fields().isEmpty()) {
            table.row(row.verdict(), record, row.externalId(), "", "", "", "");
        }
        row.fields()
                .forEach(field -> table.row(
                        row.verdict(),
                        record,
                        row.externalId(),
                        field.path(),
                        shown(field.ours()),
                        shown(field.theirs()),
                        winner(field)));
    }

    private static String winner(Difference field) {
        return field.conflict() == null ? field.winner() : "neither: " + field.conflict();
    }

    /** Control characters of a value must not reach the terminal. */
    private static String shown(@Nullable Object value) {
        String text = value == null ? "" : Table.plain(String.valueOf(value));
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String more(RunSamplesView samples) {
        return samples.next() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%nOnly the first %,d rows are kept.",
                        samples.rows().size());
    }
}
