package io.recordsync.store;

import java.time.Duration;
import java.util.Optional;

/** Who may use an account's credentials now: one turn at a time, of all processes, each until it is ended or its time is over by the database's clock. */
final class CredentialTurns {

    private final Statements statements;

    CredentialTurns(Statements statements) {
        this.statements = statements;
    }

    /** The turn's number; empty while another has its turn. */
    Optional<Long> begin(String account, Duration length) {
        return statements
                .forOne("""
                insert into credential_turn as t (account, turn, ends)
                values (:account, 1, clock_timestamp() + make_interval(secs => :seconds))
                on conflict (account) do update set turn = t.turn + 1, ends = excluded.ends
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
