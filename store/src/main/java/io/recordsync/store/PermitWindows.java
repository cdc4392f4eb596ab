package io.recordsync.store;

import io.recordsync.store.PermitStore.Booking;
import io.recordsync.store.PermitStore.Limit;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps each account's windows, one row each, by the database's clock. */
final class PermitWindows {

    private final Statements statements;
    private final Transactions transactions;
    private final long since;

    PermitWindows(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
        this.since = statements
                .forOne("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
                .query(Long.class)
                .single();
    }

    /** Either there is a booking, or a time to wait. */
    record Answer(Optional<Booking> booking, Duration delay) {}

    private record Row(long now, long limit, long limitSince, CallWindow window) {}

    Answer take(String account, Limit limit) {
        return transactions.run(() -> {
            Row row = locked(account, limit);
            return row.limitSince() <= since
                    ? take(account, limit.window(), row, limit.calls(), since)
                    : take(account, limit.window(), row, row.limit(), row.limitSince());
        });
    }

    private Answer take(String account, Duration length, Row row, long limit, long limitSince) {
        long micros = CallWindow.micros(length);
        long delay = row.window().delay(limit, micros, row.now());
        if (delay > 0) {
            if (limitSince != row.limitSince()) {
                write(account, micros, limit, limitSince, row.window());
            }
            return new Answer(Optional.empty(), Duration.ofNanos(delay * 1000));
        }
        CallWindow.Taken taken = row.window().take(limit, micros, row.now());
        write(account, micros, limit, limitSince, taken.window());
        return new Answer(Optional.of(new Booking(account, length, taken.leaves())), Duration.ZERO);
    }

    /** Counts the call as one that was made so much later. */
    void later(Booking booking, Duration late) {
        long length = CallWindow.micros(booking.window());
        transactions.run(() -> read(booking.account(), length)
                .map(row -> {
                    CallWindow moved = row.window().later(booking.leaves(), CallWindow.micros(late), length);
                    return write(booking.account(), length, row.limit(), row.limitSince(), moved);
                })
                .orElse(0));
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
                .forOne(
                        "insert into permit_window values (:account, :length, :limit, :since, 0, '{}', '{}') on conflict do nothing")
                .param("account", account)
                .param("length", length)
                .param("limit", limit)
                .param("since", since)
                .update();
    }

    /** The clock is read when the row is ours: others may have had it meanwhile. */
    private Optional<Row> read(String account, long length) {
        return statements
                .forOne("""
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
