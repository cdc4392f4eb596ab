package io.recordsync.store;

import io.recordsync.store.Accepted.Verdict;
import io.recordsync.store.Change.Form;
import io.recordsync.store.Change.Operation;
import io.recordsync.store.Versions.OfSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a change becomes part of an image; a pure function.
 *
 * <p><b>One source.</b> Each field has the value of the newest change that speaks of it: a patch speaks of the fields that it names, a
 * snapshot of all, a delete of all and of the record itself. A record is deleted while a delete is the newest that was said of it. So changes
 * with different versions, each of which names a field, leave the same fields and the same record deleted or not, in whatever order they
 * arrive; and the same change again alters nothing. Revision and life count what arrived, and do depend on the order.
 *
 * <p><b>Several sources.</b> Versions of different sources are not compared: what arrives later wins. But a source that said something newer
 * before still does not undo it. A snapshot takes away only such fields as its own source set. Any source may delete the record; then a
 * source that did not brings it back by a create alone, not by an update.
 *
 * <p><b>No version, or the same one</b>: the order of arrival.
 */
final class Merge {

    /** What the image is after the change, and what that makes of the change. The very same image if nothing at all is to be kept of it. */
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
        Merged merged = new Merge(image, change).merged();
        return merged.image().isTooLarge() ? new Merged(image, Verdict.REFUSED) : merged;
    }

    private Merged merged() {
        if (isOlderThan(said.base())) {
            return superseded();
        }
        return change.operation() == Operation.DELETE ? delete() : write();
    }

    private Merged delete() {
        return saidNewer() ? deletedBefore() : deleted();
    }

    private Merged deleted() {
        OfSource now = change.version() == null ? said : said.withBase(change.version());
        Versions versions = image.versions().deletedBy(change.source(), now);
        return image.deleted()
                ? kept(versions, Verdict.UNCHANGED)
                : changed(image.life(), change.source(), Map.of(), versions);
    }

    /** A delete that was overtaken: what its source said before it is gone, what it said since stays. */
    private Merged deletedBefore() {
        return image.deleted() ? superseded() : written(List.of(), withoutOlder(List.of()), Verdict.SUPERSEDED);
    }

    private Merged write() {
        if (image.deleted() && !revives()) {
            return superseded();
        }
        List<String> newer = change.fields().keySet().stream()
                .filter(field -> !isOlderThan(said.of(field)))
                .toList();
        boolean saysNothingNew = newer.isEmpty() && !change.fields().isEmpty();
        return written(newer, fields(newer), saysNothingNew ? Verdict.SUPERSEDED : Verdict.UNCHANGED);
    }

    private Map<String, @Nullable Object> fields(List<String> newer) {
        Map<String, @Nullable Object> fields =
                isSnapshot() ? withoutOlder(change.fields().keySet()) : new LinkedHashMap<>(image.fields());
        newer.forEach(field -> fields.put(field, change.fields().get(field)));
        return fields;
    }

    /** The image's fields but for those that the change's source set, not later than the change, and that it does not name. */
    private Map<String, @Nullable Object> withoutOlder(Collection<String> named) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(image.fields());
        fields.keySet()
                .removeIf(field -> !named.contains(field)
                        && image.versions().isSetBy(field, change.source())
                        && !isOlderThan(said.of(field)));
        return fields;
    }

    private Merged written(List<String> set, Map<String, @Nullable Object> fields, Verdict ifUnaltered) {
        Versions versions = image.versions().with(change.source(), saidNow(set), set, fields.keySet());
        boolean newLife = image.life() == 0 || image.deleted();
        return newLife || !fields.equals(image.fields())
                ? changed(newLife ? image.life() + 1 : image.life(), null, fields, versions)
                : kept(versions, ifUnaltered);
    }

    private OfSource saidNow(List<String> set) {
        if (change.version() == null) {
            return said;
        }
        return isSnapshot() || change.operation() == Operation.DELETE
                ? said.withBase(change.version())
                : said.withFields(set, change.version());
    }

    private boolean revives() {
        boolean entitled =
                change.operation() == Operation.CREATE || change.source().equals(image.deletedBy());
        return entitled && !saidNewer();
    }

    private boolean saidNewer() {
        return change.version() != null && said.saidNewerThan(change.version());
    }

    private boolean isSnapshot() {
        return change.form() == Form.SNAPSHOT;
    }

    private boolean isOlderThan(@Nullable Version version) {
        return change.version() != null && change.version().isOlderThan(version);
    }

    private Merged changed(
            int life, @Nullable String deletedBy, Map<String, @Nullable Object> fields, Versions versions) {
        return new Merged(
                new Image(image.key(), image.revision() + 1, life, deletedBy, fields, versions), Verdict.CHANGED);
    }

    private Merged kept(Versions versions, Verdict verdict) {
        return new Merged(versions.equals(image.versions()) ? image : image.with(versions), verdict);
    }

    private Merged superseded() {
        return new Merged(image, Verdict.SUPERSEDED);
    }
}
