package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.MatchKey;
import io.recordsync.store.ledger.Acceptance.Judged;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes that are found out under locks, while others change the same records. */
@Timeout(120)
class JudgedPagesTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final Events OLD = Events.of("r1");
    private static final Events NEW = Events.of("r2");

    private final Store store = DATABASE.store();

    @Test
    void aRecordThatAnotherTransactionMakesMeanwhileIsJudgedAgain() {
        List<Set<RecordKey>> found = new ArrayList<>();
        List<Accepted> answers = store.acceptance()
                .accept(
                        () -> {
                            Set<RecordKey> existing =
                                    store.acceptance().lock(List.of(NEW.key())).keySet();
                            if (found.isEmpty()) {
                                meanwhile(() -> store.acceptance().accept(List.of(NEW.snapshot(1, Map.of("a", 1)))))
                                        .join();
                            }
                            found.add(existing);
                            return new Judged(
                                    List.of(NEW.patch(2, Map.of("a", 2))),
                                    existing.isEmpty() ? Set.of(NEW.key()) : Set.of());
                        },
                        all -> all);

        assertThat(found).containsExactly(Set.of(), Set.of(NEW.key()));
        assertThat(answers).extracting(Accepted::revision).containsExactly(2L);
    }

    @Test
    void aPageAndAPollThatWaitForEachOtherAreBothAccepted() {
        store.acceptance().accept(List.of(OLD.snapshot(1, Map.of("a", 1))));
        List<CompletableFuture<List<Accepted>>> polls = new ArrayList<>();
        List<Accepted> page = store.acceptance()
                .accept(
                        () -> {
                            store.acceptance().lock(List.of(OLD.key()));
                            if (polls.isEmpty()) {
                                polls.add(meanwhile(() -> store.acceptance()
                                        .accept(List.of(
                                                NEW.snapshot(1, Map.of("a", 1)), OLD.patch(2, Map.of("b", 2))))));
                                awaitBlocked();
                            }
                            return new Judged(List.of(NEW.patch(3, Map.of("c", 3))), Set.of());
                        },
                        all -> all);

        assertThat(page).extracting(Accepted::result).containsExactly(Result.CHANGED);
        assertThat(polls.getFirst().join())
                .extracting(Accepted::result)
                .containsExactly(Result.CHANGED, Result.CHANGED);
    }

    @Test
    void recordsAreFoundByTheKeysThatTheyHaveNow() {
        MatchKey email = new MatchKey("email", "00");
        MatchKey phone = new MatchKey("phone", "00");
        MatchKey other = new MatchKey("email", "11");
        store.matchKeys().write(Map.of(OLD.key(), Set.of(email, phone), NEW.key(), Set.of(email)));

        assertThat(store.matchKeys().find(OLD.key().tenant(), OLD.key().entity(), List.of(email, phone, other)))
                .isEqualTo(Map.of(
                        email,
                        Set.of(OLD.key().recordId(), NEW.key().recordId()),
                        phone,
                        Set.of(OLD.key().recordId())));

        store.matchKeys().write(Map.of(OLD.key(), Set.of(other), NEW.key(), Set.of()));

        assertThat(store.matchKeys().find(OLD.key().tenant(), OLD.key().entity(), List.of(email, phone, other)))
                .isEqualTo(Map.of(other, Set.of(OLD.key().recordId())));
        assertThat(store.matchKeys().find("other tenant", OLD.key().entity(), List.of(other)))
                .isEmpty();
    }

    private static <T> CompletableFuture<T> meanwhile(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work);
    }

    /** Waits until a transaction of this database waits for a lock. */
    private static void awaitBlocked() {
        while (!DATABASE.jdbc()
                .sql("select exists (select from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock')")
                .query(Boolean.class)
                .single()) {
            Thread.onSpinWait();
        }
    }
}
