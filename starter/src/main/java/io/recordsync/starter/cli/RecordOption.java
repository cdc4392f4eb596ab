package io.recordsync.starter.cli;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which record a command is about, and which of its systems. Use as a picocli mixin. */
final class RecordOption {

    @Parameters(index = "0", paramLabel = "ENTITY", description = "The kind of record, such as contact.")
    private String entity = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The record's id.")
    private String id = "";

    @Option(names = "--tenant", defaultValue = "default", description = "Whose record; default: ${DEFAULT-VALUE}")
    private String tenant = "";

    @Option(names = "--system", description = "That system's delivery alone; default: all that are parked.")
    private @Nullable String system;

    /** The path of something that is done with the record. */
    String path(String action) {
        String path = "%s/%s?tenant=%s".formatted(path(entity, id), action, encoded(tenant));
        return system == null ? path : path + "&system=" + encoded(system);
    }

    static String path(String entity, String id) {
        return "/v1/records/" + encoded(entity) + "/" + encoded(id);
    }

    static String encoded(String part) {
        return UriUtils.encode(part, StandardCharsets.UTF_8);
    }
}
