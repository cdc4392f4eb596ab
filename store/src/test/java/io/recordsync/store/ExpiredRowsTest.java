package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is removed after some time, and the jobs that are forgotten. The clock is that of the test. */
class ExpiredRowsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final Store store = DATABASE.store();

    @Test
    void valuesThatGaveWayAndClosedConflictsGoAfterTwoWeeks() {
        execute("""
                insert into before_image (kind, tenant, entity, record_id, path, at, system, source, revision)
                select 'loser', 'default', 'contact', 'r' || i, 'name', timestamptz '2026-03-01T12:00:00Z'
                    - make_interval(days => i), 'a', 'test', 1 from generate_series(12, 17) as i
                """);
        execute("""
                insert into conflict (tenant, system, entity, external_id, path, kind, opened_at, closed_at)
                select 'default', 'a', 'contact', 'x' || i, 'name', 'ask', timestamptz '2026-01-01T12:00:00Z',
                    case when i < 17 then timestamptz '2026-03-01T12:00:00Z' - make_interval(days => i) end
                from generate_series(12, 17) as i
                """);

        assertThat(store.expired().remove(NOW, 2)).isEqualTo(4);
        assertThat(store.expired().remove(NOW, 2)).isOne();
        assertThat(store.expired().remove(NOW, 2)).isZero();

        assertThat(texts("select record_id from before_image order by 1")).containsExactly("r12", "r13", "r14");
        assertThat(texts("select external_id from conflict order by 1")).containsExactly("x12", "x13", "x14", "x17");
    }

    @Test
    void runsGoAfterAMonthExceptTheNewestOfEachKindAndEnd() {
        execute("""
                insert into run (tenant, system, entity, kind, asked_by, cursor, moves, completes, owner, workflow_id,
                                 status, ended_at)
                select 'default', 'a', 'contact', kind, kind || i, '', true, false, 'o', 'w', 'success',
                    timestamptz '2026-01-01T12:00:00Z' + make_interval(days => i)
                from generate_series(1, 3) as i, unnest(array['delta', 'link']) as kind
                """);
        execute("""
                insert into run_gone (run_id, external_id) select id, 'x' from run where asked_by in ('delta1', 'link3')
                """);

        execute("""
                insert into held_field (tenant, system, entity, field, kind, run_id, rows)
                select 'default', 'a', 'contact', 'phone', 'blanks', id, 30 from run where asked_by = 'link2'
                """);

        assertThat(store.expired().remove(NOW, 100)).isEqualTo(2);

        assertThat(texts("select asked_by from run order by 1"))
                .as("the newest, and those of which something is left to do")
                .containsExactly("delta1", "delta3", "link2", "link3");
    }

    @Test
    void aDryRunIsNoNewerRun() {
        execute("""
                insert into run (tenant, system, entity, kind, asked_by, cursor, moves, completes, owner, workflow_id,
                                 status, ended_at, dry)
                select 'default', 'a', 'contact', 'full', 'full' || i, '', true, false, 'o', 'w', 'success',
                    timestamptz '2026-01-01T12:00:00Z' + make_interval(days => i), i = 2
                from generate_series(1, 2) as i
                """);

        assertThat(store.expired().remove(NOW, 100)).isZero();
    }

    @Test
    void aJobIsLeftToOthersWhenItsOwnerHasGoneOrGivesItBack() {
        store.jobs().note("a", "j1", "me", Duration.ofMinutes(5));
        store.jobs().note("a", "j2", "another", Duration.ofMinutes(5));
        store.jobs().note("a", "j3", "gone", Duration.ZERO);

        assertThat(store.jobs().left("a", "me")).containsExactly("j1", "j3");
        store.jobs().leave("a", "another");
        assertThat(store.jobs().left("a", "me")).containsExactly("j1", "j2", "j3");
        store.jobs().remove("a", "j1");
        assertThat(store.jobs().left("a", "third")).containsExactly("j2", "j3");
        assertThat(store.jobs().left("b", "me")).isEmpty();
    }

    private static void execute(String sql) {
        DATABASE.jdbc().sql(sql).update();
    }

    private static List<String> texts(String sql) {
        return DATABASE.jdbc().sql(sql).query(String.class).list();
    }
}
