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

/** Reads YAML or JSON, which is taken to be what begins with a brace, into nodes that know their places. */
final class RuleNodeReader {
    private static final int LARGEST_FILE_BYTES = 1 << 20;
    private static final int DEEPEST = 16;

    /** Keys, items and values: a file full of expressions takes seconds to compile, not minutes. */
    private static final int MOST_PARTS = 20_000;

    private final Problems problems;
    private int parts;

    RuleNodeReader(Problems problems) {
        this.problems = problems;
    }

    /** The whole file, or null where it cannot be read; then the reason is among the problems. */
    @Nullable RuleNode read(String text) {
        if (text.length() > LARGEST_FILE_BYTES || text.getBytes(StandardCharsets.UTF_8).length > LARGEST_FILE_BYTES) {
            problems.add(Place.TOP, "the file is larger than 1 MB");
            return null;
        }
        ObjectMapper mapper = text.stripLeading().startsWith("{") ? new JsonMapper() : new YAMLMapper();
        try (JsonParser parser = mapper.createParser(text)) {
            return readAll(parser);
        } catch (JacksonException unreadable) {
            int line = unreadable.getLocation() == null
                    ? 1
                    : unreadable.getLocation().getLineNr();
            problems.add(new Place("", Math.max(line, 1)), "cannot be read: " + firstLine(unreadable));
            return null;
        } catch (TooMuch tooMuch) {
            problems.add(tooMuch.place, tooMuch.reason);
            return null;
        }
    }

    private @Nullable RuleNode readAll(JsonParser parser) {
        if (parser.nextToken() == null) {
            problems.add(Place.TOP, "the file is empty");
            return null;
        }
        RuleNode all = read(parser, Place.TOP, 0);
        if (parser.nextToken() != null) {
            problems.add(Place.TOP.child("", line(parser)), "a rule file holds one document only");
        }
        return all;
    }

    private RuleNode read(JsonParser parser, Place place, int depth) {
        if (depth > DEEPEST) {
            throw new TooMuch(place, "is nested deeper than " + DEEPEST + " levels");
        }
        if (++parts > MOST_PARTS) {
            throw new TooMuch(place, "is more than the " + MOST_PARTS + " keys and items that a file may have");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> readGroup(parser, place, depth);
            case START_ARRAY -> readSeries(parser, place, depth);
            default -> readScalar(parser, place);
        };
    }

    private Group readGroup(JsonParser parser, Place place, int depth) {
        Map<String, RuleNode> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place member = place.child(key, line(parser));
            parser.nextToken();
            if (members.put(key, read(parser, member, depth + 1)) != null) {
                problems.add(member, "is given twice");
            }
        }
        return new Group(place, members);
    }

    private Series readSeries(JsonParser parser, Place place, int depth) {
        List<RuleNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(parser, place.item(items.size(), line(parser)), depth + 1));
        }
        return new Series(place, items);
    }

    private Scalar readScalar(JsonParser parser, Place place) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problems.add(place, "YAML aliases are not supported; write the value out");
        }
        return new Scalar(
                place,
                switch (parser.currentToken()) {
                    case VALUE_NULL -> null;
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
                    case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
                    default -> parser.getString();
                });
    }

    /** What follows the first line of YAML's messages is a picture of the place. */
    private static String firstLine(JacksonException unreadable) {
        return unreadable.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Ends the reading of a file at once. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;
        private final String reason;

        TooMuch(Place place, String reason) {
            super(reason);
            this.place = place;
            this.reason = reason;
        }
    }
}
