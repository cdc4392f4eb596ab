package io.recordsync.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.behaviour.BehaviourSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrmStoreTest {

    private static final CrmStore.Fields KEYS = new CrmStore.Fields("key", "email");

    @TempDir
    private Path folder;

    @Test
    void aStoreFindsItsRecordsAgain() {
        try (CrmStore store = open()) {
            StoredObject first = store.create("c", Map.of("key", "r1", "email", "A@x.org"), Arrival.ANSWERED);
            store.create("c", Map.of("key", "r2"), Arrival.LATE);
            store.update(first, Map.of("phone", "1", "email", ""), Arrival.REPLY_LOST);
            store.delete(store.having("c", "key", "r2").getFirst(), Arrival.ANSWERED);
            store.refuse("c", first, Map.of("phone", "x"), "NO", Arrival.ANSWERED);
        }

        try (CrmStore again = open()) {
            assertThat(again.journal()).hasSize(5);
            assertThat(again.all("c"))
                    .singleElement()
                    .satisfies(object -> assertThat(object.fields()).isEqualTo(Map.of("key", "r1", "phone", "1")));
            assertThat(again.having("c", "email", "a@x.org")).isEmpty();
            assertThat(again.wasDeleted("c", "c2")).isTrue();
            assertThat(again.create("c", Map.of(), Arrival.ANSWERED).id()).isEqualTo("c3");
            assertThat(again.creates("r2")).isEqualTo(1);
            assertThat(again.createsWithEmail("a@X.org")).isEqualTo(1);
        }
    }

    @Test
    void aMergedObjectIsFoundAgainWithTheOneThatIsLeft() {
        try (CrmStore store = open()) {
            StoredObject loser = store.create("c", Map.of("key", "r1"), Arrival.ANSWERED);
            StoredObject winner = store.create("c", Map.of("key", "r2"), Arrival.ANSWERED);
            store.merge(loser, winner.id(), Arrival.ANSWERED);
            store.delete(winner, Arrival.ANSWERED);
        }

        try (CrmStore again = open()) {
            assertThat(again.mergedInto("c", "c1")).contains("c2");
            assertThat(again.mergedInto("c", "c2")).isEmpty();
            assertThat(again.deleted("c"))
                    .extracting(deleted -> deleted.last().field("key"))
                    .containsExactly("r1", "r2");
        }
    }

    @Test
    void aRestoredObjectIsFoundAgain() {
        try (CrmStore store = open()) {
            StoredObject object = store.create("c", Map.of("key", "r1", "phone", "1"), Arrival.ANSWERED);
            store.delete(object, Arrival.ANSWERED);
            store.restore("c", object.id(), Arrival.PERSON);
        }

        try (CrmStore again = open()) {
            assertThat(again.having("c", "key", "r1"))
                    .singleElement()
                    .satisfies(object -> assertThat(object.field("phone")).isEqualTo("1"));
            assertThat(again.wasDeleted("c", "c1")).isFalse();
            assertThat(again.creates("r1")).isEqualTo(1);
            assertThat(again.create("c", Map.of(), Arrival.ANSWERED).id()).isEqualTo("c2");
        }
    }

    @Test
    void aLineThatAKillCutShortIsDropped() throws IOException {
        try (CrmStore store = open()) {
            store.create("c", Map.of("key", "r1"), Arrival.ANSWERED);
        }
        Files.writeString(folder.resolve("journal.jsonl"), "{\"sequence\":2,\"ti", StandardOpenOption.APPEND);

        try (CrmStore again = open()) {
            again.create("c", Map.of("key", "r2"), Arrival.ANSWERED);
        }
        try (CrmStore third = open()) {
            assertThat(third.journal()).extracting(JournalEntry::sequence).containsExactly(1L, 2L);
        }
    }

    @Test
    void aFileThatIsNoJournalIsNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("journal.jsonl"), "notes\nof mine\n");

        assertThatThrownBy(this::open).hasMessageContaining("cannot be opened");
        assertThat(folder.resolve("journal.jsonl")).hasContent("notes\nof mine\n");
    }

    @Test
    void emailsCompareWithoutCase() {
        try (CrmStore store = CrmStore.inMemory(KEYS, (type, number) -> type + number, new FakeClock())) {
            store.create("c", Map.of("email", "A@x.org"), Arrival.ANSWERED);

            assertThat(store.having("c", "email", "a@X.org")).hasSize(1);
            assertThat(store.having("c", "email", "")).isEmpty();
        }
    }

    private CrmStore open() {
        BehaviourSetting usual = new BehaviourSetting(Behaviour.USUAL, new FakeClock());
        return CrmStore.in(folder, KEYS, (type, number) -> type + number, usual);
    }
}
