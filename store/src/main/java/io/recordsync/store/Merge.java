package io.recordsync.store;

import io.recordsync.store.Accepted.Verdict;
import io.recordsync.store.Change.Form;
import io.recordsync.store.Change.Operation;
import io.recordsync.store.Versions.OfSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a change becomes part of an image; a pure function.
 *
 * <ul>
 *   <li>Within one source, an older change never undoes a newer one: field by field for what is not itself deleted.
 *   <li>Between sources, the order of arrival counts. A snapshot takes away fields that it lacks only while its source is the only one.
 *   <li>A delete empties the image. A create that is not older begins a new life, and so does an update from the source that deleted it;
 *       an update from another source does not bring a record back.
 * </ul>
 */
final class Merge {

    /** What the image is after the change, and what that makes of the change. */
    record Merged(Image image, Verdict verdict) {}

    private final Image image;
    private final Change change;
    private final OfSource said;

    private Merge(Image image, Change change) {
        this.image = image;
        this.change = change;
        this.said = image.versions().of(change.source());
    }

    static Merged apply(Image image, Change change) {
        Merge merge = new Merge(image, change);
        return change.operation() == Operation.DELETE ? merge.delete() : merge.write();
    }

    private Merged delete() {
        if (change.version() != null && said.saidNewerThan(change.version())) {
            return new Merged(image, Verdict.SUPERSEDED);
        }
        OfSource now = change.version() == null ? said : new OfSource(change.version(), Map.of());
        return image.deleted()
                ? unchanged(now)
                : changed(image.life(), change.source(), Map.of(), new Versions(Map.of(change.source(), now)));
    }

    private Merged write() {
        if (image.deleted() && !revives() || isOlderSnapshot()) {
            return new Merged(image, Verdict.SUPERSEDED);
        }
        List<String> newer =
                change.fields().keySet().stream().filter(this::isNotOlder).toList();
        return newer.isEmpty() && !change.fields().isEmpty() ? new Merged(image, Verdict.SUPERSEDED) : write(newer);
    }

    private Merged write(List<String> newer) {
        boolean newLife = image.life() == 0 || image.deleted();
        Map<String, @Nullable Object> fields = mergedFields(newer);
        Versions versions = image.versions().with(change.source(), saidNow(newer));
        return newLife || !fields.equals(image.fields())
                ? changed(newLife ? image.life() + 1 : image.life(), null, fields, versions)
                : unchanged(saidNow(newer));
    }

    private boolean revives() {
        boolean entitled =
                change.operation() == Operation.CREATE || change.source().equals(image.deletedBy());
        return entitled && (change.version() == null || !change.version().isOlderThan(said.base()));
    }

    private boolean isOlderSnapshot() {
        return change.form() == Form.SNAPSHOT
                && change.version() != null
                && change.version().isOlderThan(said.base());
    }

    private boolean isNotOlder(String field) {
        return change.version() == null || !change.version().isOlderThan(said.of(field));
    }

    private Map<String, @Nullable Object> mergedFields(List<String> newer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(image.fields());
        if (change.form() == Form.SNAPSHOT && image.versions().onlyOf(change.source())) {
            fields.keySet().retainAll(kept());
        }
        newer.forEach(field -> fields.put(field, change.fields().get(field)));
        return fields;
    }

    /** What a snapshot does not take away: what it names, and what was patched after it. */
    private Set<String> kept() {
        Set<String> kept = new HashSet<>(change.fields().keySet());
        image.fields().keySet().stream().filter(field -> !isNotOlder(field)).forEach(kept::add);
        return kept;
    }

    private OfSource saidNow(List<String> newer) {
        if (change.version() == null) {
            return said;
        }
        return change.form() == Form.SNAPSHOT
                ? said.withBase(change.version())
                : said.withFields(newer, change.version());
    }

    private Merged changed(
            int life, @Nullable String deletedBy, Map<String, @Nullable Object> fields, Versions versions) {
        return new Merged(
                new Image(image.key(), image.revision() + 1, life, deletedBy, fields, versions), Verdict.CHANGED);
    }

    private Merged unchanged(OfSource now) {
        Versions versions = image.versions().with(change.source(), now);
        return new Merged(
                new Image(image.key(), image.revision(), image.life(), image.deletedBy(), image.fields(), versions),
                Verdict.UNCHANGED);
    }
}
