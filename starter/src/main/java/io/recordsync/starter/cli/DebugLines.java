package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.RunSamplesView;
import io.recordsync.starter.rest.RunSamplesView.Row;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints what runs tell of their calls and rows, as it comes. Used by one thread. */
final class DebugLines {

    private final ApiClient client;
    private final PrintWriter out;
    private final Map<Long, Integer> shown = new HashMap<>();
    private final Set<Long> silent = new HashSet<>();

    DebugLines(ApiClient client, PrintWriter out) {
        this.client = client;
        this.out = out;
    }

    /** Prints what is new of a run. One that was under way before tells nothing. */
    void show(long run) {
        if (silent.contains(run)) {
            return;
        }
        try {
            showNew(run);
        } catch (ApiRefusalException e) {
            silent.add(run);
            out.println("Run " + run + " shows no rows: " + e.getMessage());
            out.flush();
        }
    }

    private void showNew(long run) {
        int after = shown.getOrDefault(run, 0);
        RunSamplesView view =
                client.read(client.get("/v1/sync/runs/" + run + "/samples?after=" + after), RunSamplesView.class);
        view.rows().forEach(row -> out.println(Table.plain(line(row))));
        shown.put(run, after + view.rows().size());
        out.flush();
    }

    private static String line(Row row) {
        String fields = row.fields().stream()
                .map(field -> field.path() + " " + field.winner())
                .collect(Collectors.joining(", "));
        String record = row.recordId() == null ? "" : ", record " + row.recordId();
        return "%s %s%s%s".formatted(row.verdict(), row.externalId(), record, fields.isEmpty() ? "" : ": " + fields);
    }
}
