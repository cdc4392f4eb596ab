package io.recordsync.store;

import io.recordsync.store.PermitStore.Limit;
import java.time.Duration;

/**
 * The calls of each account in its longer windows, by the sixtieth of a window: none is handed out that would be too many in any span of its length, and those
 * that are free may all be taken at once. A sixtieth counts until all of it is more than the window past.
 */
final class WindowCounts {

    private static final int SLOTS = 60;

    private final Statements statements;
    private final Transactions transactions;

    WindowCounts(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
    }

    /** Zero when the call is counted; otherwise how long to wait before asking again. */
    Duration take(String account, Limit limit) {
        String key = account + "|" + limit.window();
        Duration slot = limit.window().dividedBy(SLOTS);
        boolean counted = transactions.run(() -> {
            lock(key);
            forgetWhatIsPast(key, limit.window().plus(slot));
            return count(key, limit, slot);
        });
        return counted ? Duration.ZERO : slot;
    }

    private void lock(String key) {
        statements
                .forOne("select pg_advisory_xact_lock(hashtextextended(:key, 1))")
                .param("key", key)
                .query(row -> {});
    }

    private void forgetWhatIsPast(String key, Duration counts) {
        statements
                .forOne(
                        "delete from window_count where account_window = :key and slot <= now() - make_interval(secs => :counts)")
                .param("key", key)
                .param("counts", Cells.seconds(counts))
                .update();
    }

    private boolean count(String key, Limit limit, Duration slot) {
        return statements
                        .forOne("""
                insert into window_count as w (account_window, slot, calls)
                select :key, date_bin(make_interval(secs => :slot), now(), 'epoch'::timestamptz), 1
                where :calls > (select coalesce(sum(calls), 0) from window_count where account_window = :key)
                on conflict (account_window, slot) do update set calls = w.calls + 1
                """)
                        .param("key", key)
                        .param("slot", Cells.seconds(slot))
                        .param("calls", limit.calls())
                        .update()
                == 1;
    }
}
