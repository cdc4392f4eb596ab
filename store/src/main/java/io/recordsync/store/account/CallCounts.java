package io.recordsync.store.account;

import io.recordsync.store.sql.Statements;
import java.sql.Types;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The number of calls of each account, by hour. An hour counts until all of it is more than 24 hours ago. */
final class CallCounts {

    /**
     * How long to wait when the calls of the day are used up. More become available when an hour ends and the oldest
     * hour stops counting.
     */
    private static final Duration DAY_IS_SPENT = Duration.ofMinutes(5);

    private final Statements statements;

    CallCounts(Statements statements) {
        this.statements = statements;
    }

    /**
     * Counts the cost of one call, if the day has room for it. Must be part of a transaction, because the sum would not
     * be exact otherwise.
     */
    Duration take(String account, OptionalLong dailyLimit, int cost) {
        boolean counted =
                dailyLimit.isEmpty() ? count(account, null, cost) : countInTurn(account, dailyLimit.getAsLong(), cost);
        return counted ? Duration.ZERO : DAY_IS_SPENT;
    }

    Map<String, Long> inLastDay() {
        Map<String, Long> calls = new TreeMap<>();
        statements.forOne("""
                select account, sum(calls) as calls from call_count
                where hour > now() - interval '25 hours' group by account
                """).query(row -> {
            calls.put(row.getString("account"), row.getLong("calls"));
        });
        return calls;
    }

    /**
     * Counts one call of an account at a time, so that the sum is exact, also while one hour ends and the next begins.
     */
    private boolean countInTurn(String account, long dailyLimit, int cost) {
        statements
                .forOne("select pg_advisory_xact_lock(hashtextextended(:account, 0))")
                .param("account", account)
                .query(row -> {});
        return count(account, dailyLimit, cost);
    }

    private boolean count(String account, @Nullable Long dailyLimit, int cost) {
        return statements
                        .forOne("""
                insert into call_count as c (account, hour, calls)
                select :account, date_trunc('hour', now()), :cost
                -- Calls are counted by the hour in which they were made, so 25 hours hold all calls of the last 24.
                where :dailyLimit::bigint is null
                   or :dailyLimit::bigint >= :cost + (select coalesce(sum(calls), 0) from call_count
                                             where account = :account and hour > now() - interval '25 hours')
                on conflict (account, hour) do update set calls = c.calls + :cost
                """)
                        .param("account", account)
                        .param("dailyLimit", dailyLimit, Types.BIGINT)
                        .param("cost", cost)
                        .update()
                == 1;
    }
}
