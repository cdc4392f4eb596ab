package io.recordsync.store.account;

import io.recordsync.store.account.PermitStore.Booking;
import io.recordsync.store.account.PermitStore.Limit;
import io.recordsync.store.sql.Statements;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stores the windows of each account, one row per window, by the database's clock. Each use is part of a transaction.
 */
final class PermitWindows {

    private final Statements statements;
    private final long since;

    PermitWindows(Statements statements) {
        this.statements = statements;
        this.since = statements
                .forOne("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
                .query(Long.class)
                .single();
    }

    /** A window whose row is locked until the transaction ends. */
    record Locked(String account, Duration length, long now, long limit, long limitSince, CallWindow window) {

        /** The time until the window has room for a call. */
        Duration delay() {
            return Duration.ofNanos(1000 * window.delay(limit, CallWindow.micros(length), now));
        }
    }

    private record Row(long now, long limit, long limitSince, CallWindow window) {}

    /**
     * Locks the windows in the same order for all callers, so that no two wait for each other. A new limit is stored,
     * even if no permit is given.
     */
    List<Locked> lock(String account, List<Limit> limits) {
        return limits.stream()
                .sorted(Comparator.comparing(Limit::window))
                .map(limit -> lock(account, limit))
                .toList();
    }

    private Locked lock(String account, Limit limit) {
        Row row = locked(account, limit);
        if (row.limitSince() > since) {
            return new Locked(account, limit.window(), row.now(), row.limit(), row.limitSince(), row.window());
        }
        if (row.limitSince() < since) {
            write(account, CallWindow.micros(limit.window()), limit.calls(), since, row.window());
        }
        return new Locked(account, limit.window(), row.now(), limit.calls(), since, row.window());
    }

    /** Books one call. */
    Booking book(Locked one) {
        long length = CallWindow.micros(one.length());
        CallWindow.Taken taken = one.window().take(one.limit(), length, one.now());
        write(one.account(), length, one.limit(), one.limitSince(), taken.window());
        return new Booking(one.account(), one.length(), taken.leaves());
    }

    /** Counts the call as one that was made {@code late} later. */
    int later(Booking booking, Duration late) {
        long length = CallWindow.micros(booking.window());
        return read(booking.account(), length)
                .map(row -> {
                    CallWindow moved = row.window().later(booking.leaves(), CallWindow.micros(late), length);
                    return write(booking.account(), length, row.limit(), row.limitSince(), moved);
                })
                .orElse(0);
    }

    private Row locked(String account, Limit limit) {
        long length = CallWindow.micros(limit.window());
        return read(account, length).orElseGet(() -> {
            begin(account, length, limit.calls());
            return read(account, length).orElseThrow();
        });
    }

    private void begin(String account, long length, long limit) {
        statements
                .forOne("insert into permit_window values (:account, :length, :limit, :since, 0, '{}', '{}') on"
                        + " conflict do nothing")
                .param("account", account)
                .param("length", length)
                .param("limit", limit)
                .param("since", since)
                .update();
    }

    private Optional<Row> read(String account, long length) {
        return statements
                .forOne("""
                -- The clock is read after the row is locked, because others may have held the lock for some time.
                select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now, w.*
                from (select * from permit_window where account = :account and length = :length for update) w
                """)
                .param("account", account)
                .param("length", length)
                .query((row, number) -> row(row))
                .optional();
    }

    private int write(String account, long length, long limit, long limitSince, CallWindow window) {
        return statements
                .forOne("""
                update permit_window
                set limit_calls = :limit, limit_since = :since, next_turn = :turn, leaves = :leaves, calls = :calls
                where account = :account and length = :length
                """)
                .param("account", account)
                .param("length", length)
                .param("limit", limit)
                .param("since", limitSince)
                .param("turn", window.nextTurn())
                .param("leaves", window.leaving().keySet().toArray(Long[]::new))
                .param("calls", window.leaving().values().toArray(Long[]::new))
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("now"),
                row.getLong("limit_calls"),
                row.getLong("limit_since"),
                new CallWindow(
                        row.getLong("next_turn"),
                        leaving(longs(row.getArray("leaves")), longs(row.getArray("calls")))));
    }

    private static Long[] longs(Array column) throws SQLException {
        return (Long[]) column.getArray();
    }

    private static NavigableMap<Long, Long> leaving(Long[] leaves, Long[] calls) {
        NavigableMap<Long, Long> leaving = new TreeMap<>();
        for (int i = 0; i < leaves.length; i++) {
            leaving.put(leaves[i], calls[i]);
        }
        return leaving;
    }
}
