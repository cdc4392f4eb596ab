package io.recordsync.simulator.audit;

import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.vendor.ContactFields;
import java.util.Locale;
import java.util.Map;

/** A second implementation of the rule presets' mapping, so that the audit does not depend on the code under test. */
record DefaultMapping(ContactFields names) {

    /** What the system must hold after the event; an empty value means that the field must be empty. */
    Map<String, String> fields(SentEvent event) {
        String[] words = event.person().name().strip().split("\\s+", 2);
        return names.of(
                words.length == 1 ? "" : words[0],
                words[words.length - 1],
                event.person().email().strip().toLowerCase(Locale.ROOT),
                event.person().e164Phone(),
                event.contactType(),
                event.recordId());
    }

    String email() {
        return names.email();
    }

    String phone() {
        return names.phone();
    }

    String recordId() {
        return names.recordId();
    }
}
