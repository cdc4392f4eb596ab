package io.recordsync.devstack.demo.twoway;

import io.recordsync.devstack.demo.twoway.Side.Contact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two sides at rest.
 *
 * @param contacts the contacts of each side, by system
 * @param conflicts the values that differ and are listed as conflicts
 * @param unequal one sentence for each value that differs without being listed
 * @param lost one sentence for each edit of which nothing is known
 * @param overruled the edits that gave way, and whose values are kept
 */
record SidesReport(
        Map<String, Integer> contacts,
        int edits,
        int conflicts,
        int overruled,
        List<String> unequal,
        List<String> lost) {

    private static final int MOST_CONFLICTS_PERCENT = 2;

    SidesReport {
        contacts = Map.copyOf(contacts);
        unequal = List.copyOf(unequal);
        lost = List.copyOf(lost);
    }

    /** Whether both sides are equal but for a few listed conflicts, and no edit is lost. */
    boolean isGood() {
        return unequal.isEmpty() && lost.isEmpty() && 100L * conflicts <= (long) MOST_CONFLICTS_PERCENT * edits;
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("edits", edits);
        json.put("contacts", contacts);
        json.put("conflicts", conflicts);
        json.put("overruled", overruled);
        json.put("unequal", unequal.size());
        json.put("lost", lost.size());
        return new JsonMapper().writeValueAsString(json);
    }

    static SidesReport of(Side left, Side right, List<Edit> edits, Links links) {
        return new Comparison(left, right, edits, links).report();
    }

    private static final class Comparison {

        private final Side left;
        private final Side right;
        private final List<Edit> edits;
        private final Links links;
        private final List<String> unequal = new ArrayList<>();
        private int conflicts;

        Comparison(Side left, Side right, List<Edit> edits, Links links) {
            this.left = left;
            this.right = right;
            this.edits = edits;
            this.links = links;
        }

        SidesReport report() {
            List<Contact> ofLeft = left.contacts();
            List<Contact> ofRight = right.contacts();
            Set<String> met = new LinkedHashSet<>();
            ofLeft.forEach(contact -> links.counterpart(left, contact.id(), right)
                    .ifPresentOrElse(
                            other -> {
                                met.add(other.id());
                                compare(contact, other);
                            },
                            () -> unequal.add(
                                    "%s in %s is not in %s.".formatted(contact.id(), left.system(), right.system()))));
            ofRight.stream()
                    .filter(contact -> !met.contains(contact.id()))
                    .forEach(contact -> unequal.add(
                            "%s in %s is not in %s.".formatted(contact.id(), right.system(), left.system())));
            Map<Boolean, List<Edit>> gaveWay = edits.stream()
                    .filter(edit -> !isAtRest(edit) && !isFollowed(edit))
                    .collect(Collectors.partitioningBy(links::isKept));
            List<String> lost = gaveWay.getOrDefault(false, List.of()).stream()
                    .filter(edit -> !links.isInConflict(edit.side(), edit.contact(), edit.field()))
                    .map(edit -> edit + " is lost.")
                    .toList();
            return new SidesReport(
                    Map.of(left.system(), ofLeft.size(), right.system(), ofRight.size()),
                    edits.size(),
                    conflicts,
                    gaveWay.getOrDefault(true, List.of()).size(),
                    unequal,
                    lost);
        }

        private void compare(Contact one, Contact other) {
            for (Field field : Field.values()) {
                if (!one.normal(field).equals(other.normal(field))) {
                    boolean isListed =
                            links.isInConflict(left, one.id(), field) || links.isInConflict(right, other.id(), field);
                    if (isListed) {
                        conflicts++;
                    } else {
                        unequal.add("%s of %s in %s differs from that of %s in %s."
                                .formatted(field.path(), one.id(), left.system(), other.id(), right.system()));
                    }
                }
            }
        }

        private boolean isAtRest(Edit edit) {
            return edit.side()
                    .contact(edit.contact())
                    .filter(contact -> contact.normal(edit.field()).equals(edit.normal()))
                    .isPresent();
        }

        private boolean isFollowed(Edit edit) {
            return links.isFollowed(edit, edits, edit.side().equals(left) ? right : left);
        }
    }
}
