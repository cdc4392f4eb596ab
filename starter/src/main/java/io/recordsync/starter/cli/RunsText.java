package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.RunView;
import io.recordsync.starter.rest.RunsView;
import java.util.Locale;
import java.util.stream.Collectors;

/** Runs as text for people. */
final class RunsText {

    private static final int BAR = 20;

    private RunsText() {}

    static String of(RunsView view) {
        if (view.runs().isEmpty()) {
            return "There was no run yet. Start one with `recordsync sync SYSTEM`.";
        }
        Table table = new Table()
                .row(
                        "RUN",
                        "SYSTEM",
                        "ENTITY",
                        "KIND",
                        "STATUS",
                        "PROCESSED",
                        "CREATED",
                        "UPDATED",
                        "FAILED",
                        "STARTED",
                        "SECONDS");
        view.runs().forEach(run -> row(table, run));
        String more = view.next() == null ? "" : "%nOlder runs: --after %s%n".formatted(view.next());
        return table + errors(view) + held(view) + more;
    }

    private static void row(Table table, RunView run) {
        table.row(
                Long.toString(run.id()),
                run.system(),
                run.entity(),
                run.dry() ? run.kind() + " (dry)" : run.kind(),
                run.status(),
                number(run.processed()),
                number(run.created()),
                number(run.updated()),
                number(run.failed()),
                RecordText.time(run.started()),
                seconds(run));
    }

    private static String errors(RunsView view) {
        return view.runs().stream()
                .filter(run -> run.error() != null)
                .map(run -> String.format(Locale.ROOT, "%nRun %d: %s%n", run.id(), error(run)))
                .collect(Collectors.joining());
    }

    private static String held(RunsView view) {
        return view.runs().stream()
                .filter(RunsText::isHolding)
                .map(run -> String.format(Locale.ROOT, "%nRun %d %s%n", run.id(), held(run)))
                .collect(Collectors.joining());
    }

    private static boolean isHolding(RunView run) {
        return run.status().equals("waiting");
    }

    private static String held(RunView run) {
        return String.format(
                Locale.ROOT,
                "holds %,d deletes, fields or rows, because they are too many at once. To apply them:"
                        + " recordsync approve %d. To keep the records: recordsync reject %d.",
                run.held(),
                run.id(),
                run.id());
    }

    /** How far a run is. */
    static String progress(RunView run) {
        return String.format(
                Locale.ROOT,
                "%s %s, run %d: %s%,d processed, %,d created, %,d updated, %,d unchanged, %,d failed, %,d calls,"
                        + " %,.1f rows/s%s",
                run.system(),
                run.entity(),
                run.id(),
                bar(run),
                run.processed(),
                run.created(),
                run.updated(),
                run.unchanged(),
                run.failed(),
                run.metrics().calls(),
                run.metrics().rate(),
                left(run));
    }

    /** How much is done, if it is known how much there is. */
    private static String bar(RunView run) {
        if (run.expected() == null || run.expected() == 0) {
            return "";
        }
        double share = Math.min(1, run.processed() / (double) run.expected());
        int done = (int) (share * BAR);
        return String.format(Locale.ROOT, "[%s%s] %.0f %%, ", "#".repeat(done), "-".repeat(BAR - done), share * 100);
    }

    private static String left(RunView run) {
        double rate = run.metrics().rate();
        if (run.expected() == null || rate <= 0) {
            return "";
        }
        long seconds = (long) Math.ceil(Math.max(0, run.expected() - run.processed()) / rate);
        return seconds < 60
                ? String.format(Locale.ROOT, ", about %d s left", seconds)
                : String.format(Locale.ROOT, ", about %d min left", Math.round(seconds / 60.0));
    }

    /** How a run has ended. */
    static String end(RunView run) {
        String why = (run.error() == null ? "" : System.lineSeparator() + error(run))
                + (isHolding(run) ? System.lineSeparator() + "It " + held(run) : "");
        return String.format(
                Locale.ROOT,
                "%s %s: %s%s. %,d processed: %,d created, %,d updated, %,d unchanged, %,d failed%s; %s s,"
                        + " %,.1f rows/s%s",
                run.system(),
                run.entity(),
                run.status(),
                run.dry() ? " (dry run)" : "",
                run.processed(),
                run.created(),
                run.updated(),
                run.unchanged(),
                run.failed(),
                run.deleted() == 0 ? "" : String.format(Locale.ROOT, ", %,d deleted", run.deleted()),
                seconds(run),
                run.metrics().rate(),
                why);
    }

    private static String error(RunView run) {
        return Table.plain("%s (error id %s)".formatted(run.error(), run.errorId()));
    }

    private static String seconds(RunView run) {
        return String.format(Locale.ROOT, "%.1f", run.metrics().seconds());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
