package io.recordsync.worker.reading;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One record and one row of the system {@code a}, which were the same before the test changes one of them. Each method
 * changes the scene and returns it.
 */
final class Scene {

    static final Instant NOW = Instant.parse("2026-01-20T12:00:00Z");
    static final Instant BEFORE = NOW.minus(Duration.ofHours(1));

    private static final String RULES = """
            name: test
            routes: {contact: [a]}
            merge:
              contact: %s
            systems:
              b:
                entities:
                  contact: {object: Person, read: {every: 5m}, fields: {status: record.status}}
              a:
                entities:
                  contact:
                    object: Contact
                    read: %s
                    fields:
                      %s
                      Email: {value: record.email, type: email}
                      Phone: {value: record.phone, type: phone, region: US}
                      Status: record.status
                      Label: {value: record.label, back: false}
                    %s
            """;

    private final RecordKey key = new RecordKey("default", "contact", "k1");
    private final FieldHashes hashes = new FieldHashes(1, new byte[32]);
    private final Map<String, @Nullable Object> ours = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> row = new LinkedHashMap<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final boolean twoNames;

    private String merge = "{match: [email]}";
    private String read = "{every: 5m}";
    private String back = "{name: 'join(found.FirstName, found.LastName)'}";
    private Versions versions = new Versions(Map.of(), Map.of(), Map.of());
    private long revision = 1;
    private @Nullable Instant accepted;
    private @Nullable String deletedBy;
    private @Nullable Counterpart counterpart;
    private Standing delivery = Standing.NONE;
    private Optional<Instant> modified = Optional.of(NOW.minusSeconds(60));
    private Instant asked = NOW;
    private boolean byId;
    private Optional<String> carries = Optional.of("k1");

    private Scene(boolean twoNames) {
        this.twoNames = twoNames;
        ours.put("name", "Mary Smith");
        ours.put("email", "u1@x.com");
        ours.put("phone", "+15550000001");
        ours.put("status", "open");
        ours.put("label", "vip");
        if (twoNames) {
            row.put("FirstName", "Mary");
            row.put("LastName", "Smith");
        } else {
            row.put("Name", "Mary Smith");
        }
        row.put("Email", "u1@x.com");
        row.put("Phone", "+15550000001");
        row.put("Status", "open");
    }

    /** A record and its row with one name field, linked and the same. */
    static Scene same() {
        return new Scene(false);
    }

    /** The same with the two fields FirstName and LastName. */
    static Scene sameWithTwoNames() {
        return new Scene(true);
    }

    Scene merge(String rules) {
        merge = rules;
        return this;
    }

    Scene read(String rules) {
        read = rules;
        return this;
    }

    Scene back(String rules) {
        back = rules;
        return this;
    }

    /** Links the two as they are now: what follows is a change. */
    Scene linked() {
        return linked(draft -> draft);
    }

    Scene linked(UnaryOperator<Counterpart.Draft> more) {
        Map<String, FieldBase> fields = new LinkedHashMap<>();
        sides().given(key, ours)
                .forEach((field, value) -> fields.put(field, FieldBase.NONE.withGiven(hash(field, value))));
        row.forEach((field, value) -> fields.compute(
                field, (name, base) -> (base == null ? FieldBase.NONE : base).withShown(hash(field, value))));
        counterpart = Counterpart.of(place(), "contact")
                .with(draft -> more.apply(draft.recordId(Optional.of("k1"))
                        .carried(true)
                        .fields(fields)
                        .judged(Optional.empty(), Optional.of(BEFORE), BEFORE)));
        return this;
    }

    Scene base(String field, UnaryOperator<FieldBase> change) {
        counterpart = counterpart().with(draft -> draft.field(field, change));
        return this;
    }

    /** The field was given ours, and showed something else. */
    Scene notWritten(String field, @Nullable Object ours, @Nullable Object shown) {
        return base(field, base -> base.withGiven(hash(field, ours)).withShown(hash(field, shown)));
    }

    Scene wrote(Instant from, Instant until) {
        counterpart = counterpart().with(draft -> draft.wrote(Optional.of(new WriteTime(from, until))));
        return this;
    }

    Scene sending(String field, @Nullable Object value) {
        counterpart = counterpart().with(draft -> draft.sending(Map.of(field, hash(field, value))));
        return this;
    }

    Scene ours(String path, @Nullable Object value) {
        ours.put(path, value);
        revision++;
        return this;
    }

    Scene oursAt(String path, Instant time) {
        versions = new Versions(Map.of(), Map.of(), Map.of(path, time));
        return this;
    }

    /** When the record's last change was accepted, whose source gives no times. */
    Scene oursAccepted(Instant time) {
        accepted = time;
        return this;
    }

    Scene row(String field, @Nullable Object value) {
        row.put(field, value);
        return this;
    }

    Scene rowWithout(String field) {
        row.remove(field);
        return this;
    }

    Scene modified(@Nullable Instant time) {
        modified = Optional.ofNullable(time);
        return this;
    }

    Scene noRecord() {
        ours.clear();
        revision = 0;
        return this;
    }

    Scene deleted() {
        ours.clear();
        deletedBy = "crm";
        return this;
    }

    Scene byId() {
        byId = true;
        return this;
    }

    /** The row does not carry the record's id. */
    Scene carryingNothing() {
        carries = Optional.empty();
        return this;
    }

    Scene asked(Instant time) {
        asked = time;
        return this;
    }

    Scene delivery(Standing standing) {
        delivery = standing;
        return this;
    }

    Scene open(Conflict.Kind kind, String path, String field, @Nullable Object theirs) {
        conflicts.add(new Conflict(
                place(), "contact", path, Optional.of("k1"), kind, Map.of(field, hash(field, theirs)), null, theirs));
        return this;
    }

    Judgement judge() {
        return judge(Wish.NONE);
    }

    Judgement judge(Wish wish) {
        return new Judge(sides(), NOW, wish, HeldFields.NONE).judge(seen(), known());
    }

    /** Judges the same row again after what came of the first judgement was written. */
    Scene accepted() {
        Judgement first = judge();
        counterpart = first.counterpart().orElseThrow();
        ours.putAll(first.patch());
        conflicts.removeIf(conflict -> first.closed().contains(conflict.path()));
        conflicts.addAll(first.opened());
        return this;
    }

    boolean isGiven(Judgement judgement, String field, @Nullable Object value) {
        return judgement.counterpart().orElseThrow().field(field).isGiven(hash(field, value));
    }

    boolean isShown(Judgement judgement, String field, @Nullable Object value) {
        return judgement.counterpart().orElseThrow().field(field).isShown(hash(field, value));
    }

    private SeenRow seen() {
        return new SeenRow(
                new ReadRecord("a1", carries, modified, false, row), asked, byId, Optional.of(Duration.ZERO));
    }

    private Known known() {
        return new Known(
                new Image(key, revision, revision == 0 ? 0 : 1, deletedBy, ours, versions, accepted),
                counterpart(),
                delivery,
                conflicts);
    }

    private Counterpart counterpart() {
        Counterpart known = counterpart;
        return known == null ? Counterpart.of(place(), "contact") : known;
    }

    private Sides sides() {
        String names = twoNames
                ? "FirstName: firstName(record.name)\n          LastName: lastName(record.name)"
                : "Name: record.name";
        String wayBack = twoNames ? "back: " + back : "";
        RuleSet rules = RuleSet.parse(RULES.formatted(merge, read, names, wayBack), "test");
        return new Sides("a", rules, rules.reading("a", "contact").orElseThrow(), rules.merging("contact"), hashes);
    }

    private String hash(String field, @Nullable Object value) {
        return hashes.of(key.tenant(), field, value);
    }

    private RowPlace place() {
        return new RowPlace("default", "a", "Contact", "a1");
    }
}
