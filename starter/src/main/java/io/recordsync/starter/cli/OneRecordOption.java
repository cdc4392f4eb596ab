package io.recordsync.starter.cli;

import io.recordsync.starter.rest.DecisionView;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name one record besides its id. Use as a picocli mixin. */
final class OneRecordOption {

    @Option(names = "--entity", description = "The entity of the record; default: contact")
    private @Nullable String entity;

    @Option(names = "--tenant", description = "The tenant of the record; default: default")
    private @Nullable String tenant;

    @Option(names = "--reason", description = "Why; it is kept with the decision.")
    private @Nullable String reason;

    /** Asks for a decision about the record. */
    DecisionView decide(ApiClient client, String action, String id, Stream<String> parameters) {
        return client.read(client.post(path(action, id, parameters)), DecisionView.class);
    }

    private String path(String action, String id, Stream<String> parameters) {
        Stream<String> record = Stream.of(
                RecordOption.parameter("tenant", tenant),
                RecordOption.parameter("entity", entity),
                RecordOption.parameter("reason", reason));
        return "/v1/sync/%s/%s%s"
                .formatted(action, RecordOption.encoded(id), RecordOption.query(Stream.concat(record, parameters)));
    }
}
