package io.recordsync.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.benchmarks.harness.BenchMessages;
import io.recordsync.benchmarks.harness.SimulatorClient;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.events.SentEvent;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two events of one record, written to a simulator in several orders. */
class JournalFollowerTest {

    private final Simulators simulators =
            Simulators.start(SimulatorsOptions.of(List.of("salesforce")).onFreePorts());
    private final CrmStore store = simulators.salesforce().store();
    private final SentJournal sent = new SentJournal();
    private JournalFollower follower = follower();

    @BeforeEach
    void send() {
        BenchMessages messages = new BenchMessages(1, BenchMessages.USUAL_BYTES, "update=100", sent::add);
        messages.next("any");
        messages.next("any");
        follower = follower();
    }

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void itIsThroughWhenTheNewestStateIsThere() {
        StoredObject object = create(oldest());
        assertThat(follower.isThrough()).isFalse();
        assertThat(follower.isHalfThrough()).isFalse();

        update(object, newest());

        assertThat(follower.isThrough()).isTrue();
        assertThat(follower.isHalfThrough()).isTrue();
        assertThat(follower.audit().isClean()).isTrue();
    }

    @Test
    void anOlderStateAfterTheNewestIsStaleAndLost() {
        StoredObject object = create(newest());
        update(object, oldest());

        assertThat(follower.isThrough()).isFalse();
        assertThat(follower.audit().stale()).isEqualTo(1);
        assertThat(follower.audit().lost()).isEqualTo(1);
    }

    @Test
    void anOlderStateThatIsWrittenOverIsStaleAndNotLost() {
        StoredObject object = create(newest());
        update(object, oldest());
        update(object, newest());

        assertThat(follower.isThrough()).isTrue();
        assertThat(follower.audit().stale()).isEqualTo(1);
        assertThat(follower.audit().lost()).isZero();
    }

    @Test
    void aSecondObjectOfTheRecordIsDoubled() {
        create(newest());
        create(newest());

        assertThat(follower.isThrough()).isTrue();
        assertThat(follower.audit().duplicates()).isEqualTo(1);
    }

    @Test
    void whatWasThereBeforeIsNotCounted() {
        create(newest());

        JournalFollower later = follower();

        assertThat(later.effects()).isZero();
        assertThat(later.isThrough()).isFalse();
    }

    private JournalFollower follower() {
        return new JournalFollower(new SimulatorClient(simulators.salesforce().baseUrl()), "salesforce", sent);
    }

    private SentEvent oldest() {
        return sent.events().getFirst();
    }

    private SentEvent newest() {
        return sent.events().getLast();
    }

    private StoredObject create(SentEvent event) {
        return store.create("Contact", fields(event), Arrival.ANSWERED);
    }

    private void update(StoredObject object, SentEvent event) {
        store.update(object, fields(event), Arrival.ANSWERED);
    }

    private static Map<String, String> fields(SentEvent event) {
        String[] words = event.person().name().split(" ", 2);
        Map<String, String> fields = new HashMap<>();
        fields.put("FirstName", words.length == 1 ? "" : words[0]);
        fields.put("LastName", words[words.length - 1]);
        fields.put("Email", event.person().email().toLowerCase(Locale.ROOT));
        fields.put("Phone", event.person().e164Phone());
        fields.put("ContactType__c", event.contactType());
        fields.put("RecordsyncId__c", event.recordId());
        return fields;
    }
}
