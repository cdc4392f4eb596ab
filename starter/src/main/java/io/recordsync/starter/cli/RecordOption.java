package io.recordsync.starter.cli;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import picocli.CommandLine.Option;

/**
 * The options that select a command's records and systems. An option that is not given takes the API's default. Use as
 * a picocli mixin.
 */
final class RecordOption {

    @Option(names = "--entity", description = "The entity of the record; default: contact, and for lists every entity.")
    private @Nullable String entity;

    @Option(names = "--tenant", description = "The tenant of the records; default: default")
    private @Nullable String tenant;

    @Option(names = "--system", description = "Only deliveries to this system; default: all.")
    private @Nullable String system;

    /** The path of an action on one record. */
    String path(String action, String id) {
        return "/v1/sync/%s/%s%s".formatted(action, encoded(id), query(record()));
    }

    /** The path of the list of deliveries. */
    String listPath(Stream<String> more) {
        return "/v1/sync/status" + query(Stream.concat(record(), more));
    }

    boolean hasSystem() {
        return system != null;
    }

    private Stream<String> record() {
        return Stream.of(parameter("tenant", tenant), parameter("entity", entity), parameter("system", system));
    }

    /** One parameter of a query. Empty if it has no value. */
    static String parameter(String name, @Nullable Object value) {
        return value == null ? "" : name + "=" + encoded(value.toString());
    }

    static String query(Stream<String> parameters) {
        String query = parameters.filter(one -> !one.isEmpty()).collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    static String encoded(String part) {
        return UriUtils.encode(part, StandardCharsets.UTF_8);
    }
}
