package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.outreach.OutreachSchema.Attribute;
import io.recordsync.simulator.outreach.OutreachSchema.Kind;
import io.recordsync.simulator.outreach.OutreachSchema.Type;
import io.recordsync.simulator.store.StoredObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The order of a list: by the requested attributes, then by id. A cursor contains the sort values and the id of the
 * last resource of a page.
 */
final class OutreachOrder implements Comparator<StoredObject> {

    private final List<Term> terms;

    private OutreachOrder(List<Term> terms) {
        this.terms = terms;
    }

    private record Term(Attribute attribute, boolean descending) {

        int compare(String one, String other) {
            int order = value(attribute, one, other);
            return descending ? -order : order;
        }

        private static int value(Attribute attribute, String one, String other) {
            boolean number = attribute.kind() == Kind.INTEGER || attribute.kind() == Kind.NUMBER;
            return number && !one.isEmpty() && !other.isEmpty()
                    ? new BigDecimal(one).compareTo(new BigDecimal(other))
                    : one.compareTo(other);
        }
    }

    /** @param sort the names, separated by commas, with a minus before descending ones; empty for the order of ids */
    static OutreachOrder of(Type type, String sort) {
        return new OutreachOrder(Arrays.stream(sort.split(","))
                .filter(name -> !name.isBlank())
                .map(name -> term(type, name))
                .toList());
    }

    private static Term term(Type type, String name) {
        boolean descending = name.startsWith("-");
        Attribute attribute = type.attribute(descending ? name.substring(1) : name)
                .filter(Attribute::sortable)
                .orElseThrow(() -> OutreachRefusal.query("Cannot sort by '%s'.".formatted(name)));
        return new Term(attribute, descending);
    }

    @Override
    public int compare(StoredObject one, StoredObject other) {
        return compare(key(one), key(other));
    }

    String cursor(StoredObject last) {
        byte[] json = Json.write(key(last)).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /** The resources after the cursor; they must be in this order. */
    List<StoredObject> after(List<StoredObject> sorted, String cursor) {
        List<String> place = read(cursor);
        return sorted.stream().filter(object -> compare(key(object), place) > 0).toList();
    }

    private List<String> read(String cursor) {
        try {
            String json = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> place =
                    Json.read(json).valueStream().map(JsonNode::asString).toList();
            if (place.size() == terms.size() + 1 && place.getLast().matches("\\d{1,18}")) {
                return place;
            }
        } catch (IllegalArgumentException | JacksonException unreadable) {
            // handled below, in the same way as a readable cursor of another list
        }
        throw OutreachRefusal.query("The cursor is not valid.");
    }

    private List<String> key(StoredObject object) {
        return Stream.concat(
                        terms.stream()
                                .map(term -> OutreachReplies.text(
                                        object, term.attribute().name())),
                        Stream.of(object.id()))
                .toList();
    }

    private int compare(List<String> one, List<String> other) {
        for (int i = 0; i < terms.size(); i++) {
            int order = terms.get(i).compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(Long.parseLong(one.getLast()), Long.parseLong(other.getLast()));
    }
}
