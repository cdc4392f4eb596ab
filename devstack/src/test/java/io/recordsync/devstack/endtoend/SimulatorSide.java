package io.recordsync.devstack.endtoend;

import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.Simulator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contacts of a simulated system, as its user interface shows them. */
record SimulatorSide(Simulator simulator) implements PairSide {

    private static final String SINGLE_NAME = "name";

    @Override
    public String system() {
        return simulator.name();
    }

    @Override
    public List<Row> rows() {
        return simulator.store().all(object()).stream().map(this::row).toList();
    }

    @Override
    public void make(String email, Map<Trait, String> traits) {
        Map<String, String> typed = new HashMap<>(Map.of(names().email(), email));
        traits.forEach((trait, value) -> typed.putAll(typed(trait, value)));
        simulator.edits().make(object(), typed);
    }

    @Override
    public void set(String email, Trait trait, String value) {
        simulator.edits().edit(object(), id(email), typed(trait, value));
    }

    @Override
    public void delete(String email) {
        simulator.edits().delete(object(), id(email));
    }

    @Override
    public String content() {
        return simulator.store().journalSize() + " effects";
    }

    private String id(String email) {
        return simulator
                .store()
                .having(object(), names().email(), email)
                .getFirst()
                .id();
    }

    private Map<String, String> typed(Trait trait, String value) {
        return switch (trait) {
            case NAME ->
                hasSingleName()
                        ? Map.of(SINGLE_NAME, value)
                        : Map.of(names().firstName(), PairSide.first(value), names().lastName(), PairSide.last(value));
            case PHONE -> Map.of(names().phone(), value);
            case TYPE -> Map.of(names().type(), value);
        };
    }

    private Row row(StoredObject object) {
        Map<Trait, String> traits = new EnumMap<>(Trait.class);
        traits.put(
                Trait.NAME,
                hasSingleName()
                        ? object.field(SINGLE_NAME)
                        : object.field(names().firstName()) + " " + object.field(names().lastName()));
        traits.put(Trait.PHONE, object.field(names().phone()));
        traits.put(Trait.TYPE, object.field(names().type()));
        return new Row(object.field(names().recordId()), object.field(names().email()), traits);
    }

    private boolean hasSingleName() {
        return names().lastName().isEmpty();
    }

    private ContactFields names() {
        return simulator.kind().contactFields();
    }

    private String object() {
        return simulator.edits().contacts();
    }
}
