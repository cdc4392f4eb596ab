package io.recordsync.devstack.demo.twoway;

import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contacts of a simulated Salesforce, as its user interface shows them. */
record SalesforceContacts(Simulator simulator) implements Side {

    private static final String CONTACT = "Contact";
    private static final String FIRST_NAME = "FirstName";
    private static final String LAST_NAME = "LastName";
    private static final Map<Field, String> FIELDS =
            Map.of(Field.EMAIL, "Email", Field.PHONE, "Phone", Field.STATUS, "Status__c");

    @Override
    public String system() {
        return simulator.name();
    }

    @Override
    public String object() {
        return CONTACT;
    }

    @Override
    public List<Contact> contacts() {
        return simulator.store().all(CONTACT).stream()
                .sorted(Comparator.comparing(StoredObject::id))
                .map(SalesforceContacts::of)
                .toList();
    }

    @Override
    public Optional<Contact> contact(String id) {
        return simulator.store().byId(CONTACT, id).map(SalesforceContacts::of);
    }

    @Override
    public Contact make(Map<Field, String> values) {
        Map<String, String> fields = new HashMap<>();
        values.forEach((field, value) -> fields.putAll(typed(field, value)));
        return of(simulator.edits().make(CONTACT, fields));
    }

    @Override
    public void set(String id, Field field, String value) {
        simulator.edits().edit(CONTACT, id, typed(field, value));
    }

    private static Map<String, String> typed(Field field, String value) {
        if (field == Field.NAME) {
            int end = value.lastIndexOf(' ');
            return Map.of(FIRST_NAME, value.substring(0, end), LAST_NAME, value.substring(end + 1));
        }
        return Map.of(FIELDS.get(field), value);
    }

    private static Contact of(StoredObject object) {
        Map<Field, String> values = new HashMap<>();
        FIELDS.forEach((field, name) -> values.put(field, object.field(name)));
        values.put(Field.NAME, (object.field(FIRST_NAME) + " " + object.field(LAST_NAME)).strip());
        return new Contact(object.id(), values);
    }
}
