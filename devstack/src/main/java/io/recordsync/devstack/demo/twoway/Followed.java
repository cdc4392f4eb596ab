package io.recordsync.devstack.demo.twoway;

import io.recordsync.devstack.demo.twoway.Side.Contact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows edits to the other side, and notes how long each took. Used by one thread. */
final class Followed {

    /** Edits that have not arrived by then are not looked for any more: the audit tells what became of them. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** What became of an edit. */
    enum End {
        UNDER_WAY,
        ARRIVED,
        REPLACED,
        OVERRULED,
        UNKNOWN
    }

    /**
     * An edit and what became of it.
     *
     * @param took from the edit to when the other side was seen to have it; null unless it has arrived
     */
    record Fate(Edit edit, End end, @Nullable Duration took) {}

    private final Editor editor;
    private final Links links;
    private final Map<Integer, Fate> fates = new LinkedHashMap<>();

    Followed(Editor editor, Links links) {
        this.editor = editor;
        this.links = links;
    }

    /** Looks where the edits are that were under way. */
    void look(Instant now) {
        List<Edit> edits = editor.edits();
        for (Edit edit : edits) {
            Fate known = fates.get(edit.number());
            if (known == null || known.end() == End.UNDER_WAY) {
                fates.put(edit.number(), fate(edit, edits, now));
            }
        }
    }

    private Fate fate(Edit edit, List<Edit> edits, Instant now) {
        Side other = editor.other(edit.side());
        Optional<Contact> there = links.counterpart(edit.side(), edit.contact(), other);
        if (there.filter(contact -> contact.normal(edit.field()).equals(edit.normal()))
                .isPresent()) {
            return new Fate(edit, End.ARRIVED, Duration.between(edit.at(), now));
        }
        if (links.isFollowed(edit, edits, other)) {
            return new Fate(edit, End.REPLACED, null);
        }
        if (links.isKept(edit)) {
            return new Fate(edit, End.OVERRULED, null);
        }
        boolean isOld = Duration.between(edit.at(), now).compareTo(LONGEST) > 0;
        return new Fate(edit, isOld ? End.UNKNOWN : End.UNDER_WAY, null);
    }

    /** The newest edits first. */
    List<Fate> newest(int most) {
        List<Fate> all = new ArrayList<>(fates.values());
        return all.subList(Math.max(0, all.size() - most), all.size()).reversed();
    }

    long count(End end) {
        return fates.values().stream().filter(fate -> fate.end() == end).count();
    }

    /** The times of the edits that have arrived, the shortest first. */
    List<Duration> times() {
        return fates.values().stream()
                .flatMap(fate -> Optional.ofNullable(fate.took()).stream())
                .sorted()
                .toList();
    }
}
