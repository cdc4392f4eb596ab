package io.recordsync.process;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The documentation page of the meters. */
public final class MetersDocument {

    private static final String HEAD = """
            # Metrics

            Each process serves its metrics for Prometheus at `/actuator/prometheus`: the starter on `API_PORT`, a
            worker on `WORKER_PORT`. In addition to the metrics below, there are
            [those of Temporal's SDK](https://docs.temporal.io/references/sdk-metrics) (`temporal_…`), and those of
            Spring Boot for the JVM, the connection pool, Kafka and HTTP.

            A timer has three series: its name with `_count`, `_sum` and `_max`.

            This page is generated from the code. Do not edit it.

            | name | tags | meaning |
            |---|---|---|
            """;

    private MetersDocument() {}

    /** The page, with all meters in one table. */
    public static String page() {
        return HEAD + Arrays.stream(Meters.values()).map(MetersDocument::row).collect(Collectors.joining());
    }

    private static String row(Meters meter) {
        String tags = meter.tags().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
        return "| `%s` | %s | %s |\n".formatted(meter.prometheus(), tags, meter.meaning());
    }
}
