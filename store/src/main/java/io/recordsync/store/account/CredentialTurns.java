package io.recordsync.store.account;

import io.recordsync.store.sql.Statements;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides who may use an account's credentials: one turn at a time in all processes. A turn lasts until it is ended, or
 * until its time is over by the database's clock.
 */
final class CredentialTurns {

    private final Statements statements;

    CredentialTurns(Statements statements) {
        this.statements = statements;
    }

    /** Returns the number of the turn; empty while another turn lasts. */
    Optional<Long> begin(String account, Duration length) {
        return statements
                .forOne("""
                insert into credential_turn as t (account, turn, ends)
                values (:account, 1, clock_timestamp() + make_interval(secs => :seconds))
                on conflict (account) do update set turn = t.turn + 1, ends = excluded.ends
                -- The last turn was ended, or its time is over.
                where t.ends <= clock_timestamp()
                returning turn
                """)
                .param("account", account)
                .param("seconds", length.toMillis() / 1000.0)
                .query(Long.class)
                .optional();
    }

    void end(String account, long turn) {
        statements
                .forOne("update credential_turn set ends = '-infinity' where account = :account and turn = :turn")
                .param("account", account)
                .param("turn", turn)
                .update();
    }
}
