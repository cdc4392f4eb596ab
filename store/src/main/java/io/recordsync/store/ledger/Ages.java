package io.recordsync.store.ledger;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The versions that one source has given for a record and for single fields of it, in one kind of version.
 *
 * @param base the version of the source's last snapshot or delete; null before the first
 * @param fields the versions of the fields that have another one: they were patched after the base, or it did not cover
 *     them
 */
public record Ages(@Nullable Version base, Map<String, Version> fields) {

    static final Ages NONE = new Ages(null, Map.of());

    public Ages {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Nullable Version of(String field) {
        Version own = fields.get(field);
        return own != null ? own : base;
    }

    boolean saidNewerThan(Version version) {
        return version.isOlderThan(base) || fields.values().stream().anyMatch(version::isOlderThan);
    }

    boolean saidNewerOfEachFieldThan(Version version) {
        return version.isOlderThan(base) && fields.values().stream().allMatch(version::isOlderThan);
    }

    /**
     * The ages after a snapshot or delete. All fields except the unspoken ones are then at least as new as its version.
     * Fields that were patched with a newer version keep that version.
     */
    Ages withBase(Version version, Set<String> unspoken) {
        Version newest = Version.newer(base, version);
        Map<String, Version> own = new LinkedHashMap<>();
        fields.forEach((field, age) -> own.put(field, unspoken.contains(field) ? age : Version.newer(age, version)));
        unspoken.forEach(field -> own.putIfAbsent(field, base != null ? base : Version.lowest(version.kind())));
        own.values().removeIf(newest::equals);
        return new Ages(newest, own);
    }

    Ages withFields(Iterable<String> names, Version version) {
        Map<String, Version> next = new LinkedHashMap<>(fields);
        names.forEach(name -> next.put(name, version));
        return new Ages(base, next);
    }

    /** The ages as if the newest version that the source has given covered all fields. */
    Ages past() {
        Version newest = base;
        for (Version own : fields.values()) {
            newest = Version.newer(newest, own);
        }
        return new Ages(newest, Map.of());
    }

    /** These ages, separated by the kind of their versions. */
    Map<Version.Kind, Ages> byKind() {
        Set<Version.Kind> kinds = kinds();
        Map<Version.Kind, Ages> byKind = new EnumMap<>(Version.Kind.class);
        kinds.forEach(kind -> byKind.put(kind, kinds.size() == 1 ? this : ofKind(kind)));
        return byKind;
    }

    private Set<Version.Kind> kinds() {
        Set<Version.Kind> kinds = EnumSet.noneOf(Version.Kind.class);
        if (base != null) {
            kinds.add(base.kind());
        }
        fields.values().forEach(age -> kinds.add(age.kind()));
        return kinds;
    }

    private Ages ofKind(Version.Kind kind) {
        Map<String, Version> own = new LinkedHashMap<>(fields);
        own.values().removeIf(age -> age.kind() != kind);
        return new Ages(base != null && base.kind() == kind ? base : null, own);
    }
}
