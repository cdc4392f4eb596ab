package io.recordsync.settings;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The documentation page of the meters. */
public final class MetersDocument {

    private static final String HEAD = """
            # Metrics

            Each process serves its metrics for Prometheus at `/actuator/prometheus`: the starter on `API_PORT`, a worker on `WORKER_PORT`. Beside those below there are
            [Temporal's own](https://docs.temporal.io/references/sdk-metrics) (`temporal_…`), and Spring Boot's of the JVM, the connection pool, Kafka and HTTP.

            A timer is three series: the name with `_count`, `_sum` and `_max`.

            Made from the code: do not edit.

            | name | tags | what it says |
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
