package io.recordsync.simulator.vendor;

import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.behaviour.ValueForm;
import io.recordsync.simulator.edits.Edits;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The controls for what people do in a system's user interface, and for the system's behaviour. */
final class EditControls {

    private final Simulator simulator;

    EditControls(Simulator simulator) {
        this.simulator = simulator;
    }

    /**
     * The object after the edit; of a delete, its id. Empty for another control.
     *
     * @throws IllegalArgumentException when there is no such record, type or field
     */
    Optional<ApiReply> answer(String control, JsonNode body) {
        return Optional.ofNullable(
                        switch (control) {
                            case "make" -> edits().make(type(body), fields(body));
                            case "edit" -> edits().edit(type(body), id(body), fields(body));
                            case "merge" ->
                                edits().merge(
                                                type(body),
                                                id(body),
                                                body.required("into").asString());
                            case "push" -> new ContactPush(simulator).apply(body);
                            case "restore" -> edits().restore(type(body), id(body));
                            case "delete" -> deleted(body);
                            default -> null;
                        })
                .map(ApiReply::readable);
    }

    private Map<String, String> deleted(JsonNode body) {
        edits().delete(type(body), id(body));
        return Map.of("id", id(body));
    }

    private Edits edits() {
        return simulator.edits();
    }

    /** Contacts, if the body names no type. */
    private String type(JsonNode body) {
        return body.path("type").asString(edits().contacts());
    }

    private static String id(JsonNode body) {
        return body.required("id").asString();
    }

    private static Map<String, String> fields(JsonNode body) {
        Map<String, String> fields = new HashMap<>();
        body.required("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asString("")));
        return fields;
    }

    /** Values that are missing in the body are those of the current behaviour. */
    static Behaviour behaviour(Behaviour now, JsonNode body) {
        return new Behaviour(
                body.has("values") ? ValueForm.named(body.path("values").asString()) : now.values(),
                Duration.ofMillis(body.path("clockOffsetMilliseconds")
                        .asLong(now.clockOffset().toMillis())),
                Duration.ofMillis(body.path("searchLagMilliseconds")
                        .asLong(now.searchLag().toMillis())),
                body.path("silent").asBoolean(now.silent()),
                body.has("ignored") ? ignored(body.path("ignored")) : now.ignored(),
                body.path("editsPerSecond").asDouble(now.editsPerSecond()));
    }

    private static Set<String> ignored(JsonNode names) {
        return names.valueStream().map(name -> name.asString("")).collect(Collectors.toSet());
    }

    static ObjectNode shown(Behaviour behaviour) {
        ObjectNode shown = Json.object()
                .put("clockOffsetMilliseconds", behaviour.clockOffset().toMillis())
                .put("searchLagMilliseconds", behaviour.searchLag().toMillis())
                .put("silent", behaviour.silent())
                .put("editsPerSecond", behaviour.editsPerSecond());
        shown.set("ignored", Json.tree(new TreeSet<>(behaviour.ignored())));
        return shown.set("values", Json.tree(behaviour.values()));
    }
}
