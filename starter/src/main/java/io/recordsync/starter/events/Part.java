package io.recordsync.starter.events;

import io.recordsync.store.ledger.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** An object inside a message. Its parts are read by name and type. Null and empty text count as absent. */
record Part(String path, JsonNode node) {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,50}(\\.\\d{1,50})?");

    boolean has(String name) {
        return node.has(name);
    }

    Part object(String name) throws UnreadableException {
        JsonNode child = node.path(name);
        if (child.isMissingNode() || child.isNull()) {
            throw missing(name);
        }
        if (!child.isObject()) {
            throw wrong(name, "an object");
        }
        return new Part(path(name), child);
    }

    Optional<Part> optionalObject(String name) throws UnreadableException {
        return isAbsent(name) ? Optional.empty() : Optional.of(object(name));
    }

    String text(String name) throws UnreadableException {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) throws UnreadableException {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        if (!node.path(name).isString()) {
            throw wrong(name, "text");
        }
        return Optional.of(node.path(name).stringValue());
    }

    /** An id: text, or a whole number, which is converted to text. */
    String id(String name) throws UnreadableException {
        return node.path(name).isIntegralNumber() ? node.path(name).asString() : text(name);
    }

    /** The version of a record: a number, or a time, or the text of either. */
    Optional<Version> version(String name) throws UnreadableException {
        JsonNode child = node.path(name);
        if (isAbsent(name)) {
            return Optional.empty();
        }
        if (child.isNumber()) {
            return Optional.of(Version.ofNumber(child.decimalValue()));
        }
        return child.isString() && NUMBER.matcher(child.stringValue()).matches()
                ? Optional.of(Version.ofNumber(new BigDecimal(child.stringValue())))
                : Optional.of(Version.ofTime(time(name, "a number or a time")));
    }

    /** The time at which the event was made. A time without a zone is read as UTC. */
    Optional<Version> eventTime(String name) throws UnreadableException {
        return isAbsent(name) ? Optional.empty() : Optional.of(Version.ofEventTime(time(name, "a time")));
    }

    private Instant time(String name, String expected) throws UnreadableException {
        return Optional.of(node.path(name))
                .filter(JsonNode::isString)
                .flatMap(text -> EventTimes.parse(text.stringValue()))
                .orElseThrow(() -> wrong(name, expected));
    }

    private boolean isAbsent(String name) {
        JsonNode child = node.path(name);
        return child.isMissingNode()
                || child.isNull()
                || child.isString() && child.stringValue().isEmpty();
    }

    private UnreadableException missing(String name) {
        return new UnreadableException(path(name) + " is missing");
    }

    UnreadableException wrong(String name, String expected) {
        return new UnreadableException(path(name) + " must be " + expected);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
