package io.recordsync.rules;

import io.recordsync.rules.RuleNode.Group;
import io.recordsync.rules.RuleNode.Scalar;
import io.recordsync.rules.RuleNode.Series;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads YAML or JSON into nodes that know their locations. A text that begins with a brace is read as JSON. */
final class RuleNodeReader {
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 16;

    /**
     * The largest number of keys, items and values. A file with this many expressions takes seconds to compile, not
     * minutes.
     */
    private static final int MAX_NODES = 20_000;

    private final RuleProblems problems;
    private int parts;

    RuleNodeReader(RuleProblems problems) {
        this.problems = problems;
    }

    /** The whole file, or null if it cannot be read; the reason is then among the problems. */
    @Nullable RuleNode read(String text) {
        if (text.length() > MAX_FILE_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_FILE_BYTES) {
            problems.add(SourceLocation.TOP, "the file is larger than 1 MB");
            return null;
        }
        ObjectMapper mapper = text.stripLeading().startsWith("{") ? new JsonMapper() : new YAMLMapper();
        try (JsonParser parser = mapper.createParser(text)) {
            return readAll(parser);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            problems.add(new SourceLocation("", Math.max(line, 1)), "cannot be read: " + firstLine(e));
            return null;
        } catch (TooMuch e) {
            problems.add(e.location, e.reason);
            return null;
        }
    }

    private @Nullable RuleNode readAll(JsonParser parser) {
        if (parser.nextToken() == null) {
            problems.add(SourceLocation.TOP, "the file is empty");
            return null;
        }
        RuleNode all = read(parser, SourceLocation.TOP, 0);
        if (parser.nextToken() != null) {
            problems.add(SourceLocation.TOP.child("", line(parser)), "a rule file holds one document only");
        }
        return all;
    }

    private RuleNode read(JsonParser parser, SourceLocation location, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TooMuch(location, "is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (++parts > MAX_NODES) {
            throw new TooMuch(location, "is more than the " + MAX_NODES + " keys and items that a file may have");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> readGroup(parser, location, depth);
            case START_ARRAY -> readSeries(parser, location, depth);
            default -> readScalar(parser, location);
        };
    }

    private Group readGroup(JsonParser parser, SourceLocation location, int depth) {
        Map<String, RuleNode> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            SourceLocation member = location.child(key, line(parser));
            parser.nextToken();
            if (members.put(key, read(parser, member, depth + 1)) != null) {
                problems.add(member, "is given twice");
            }
        }
        return new Group(location, members);
    }

    private Series readSeries(JsonParser parser, SourceLocation location, int depth) {
        List<RuleNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(parser, location.item(items.size(), line(parser)), depth + 1));
        }
        return new Series(location, items);
    }

    private Scalar readScalar(JsonParser parser, SourceLocation location) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problems.add(location, "YAML aliases are not supported; write the value out");
        }
        return new Scalar(
                location,
                switch (parser.currentToken()) {
                    case VALUE_NULL -> null;
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
                    case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
                    default -> parser.getString();
                });
    }

    /** The lines after the first one of a YAML message only show the position in the file. */
    private static String firstLine(JacksonException unreadable) {
        return unreadable.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Stops the reading of a file at once. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SourceLocation location;
        private final String reason;

        TooMuch(SourceLocation location, String reason) {
            super(reason);
            this.location = location;
            this.reason = reason;
        }
    }
}
