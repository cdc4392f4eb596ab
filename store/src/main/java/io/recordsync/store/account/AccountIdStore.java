package io.recordsync.store.account;

import io.recordsync.store.sql.Statements;
import java.util.Optional;

/** The ids by which vendors name their accounts. */
public final class AccountIdStore {

    private final Statements statements;

    public AccountIdStore(Statements statements) {
        this.statements = statements;
    }

    /** @param key of whose account it is the id; contains no secret */
    public Optional<String> find(String key) {
        return statements
                .forOne("select id from account_id where key = :key")
                .param("key", key)
                .query(String.class)
                .optional();
    }

    /** Stores the id, in place of the one before. */
    public void keep(String key, String id) {
        statements.forOne("""
                insert into account_id (key, id) values (:key, :id)
                on conflict (key) do update set id = excluded.id, told_at = now()
                """).param("key", key).param("id", id).update();
    }
}
