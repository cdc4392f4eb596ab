package io.recordsync.store.counterpart;

import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.sql.Statements;

/**
 * The keys of the hashes in the ledger. The migration makes the first one. Without its key a hash says nothing any
 * more, and its row is linked anew.
 */
public final class HashKeyStore {

    private static final String NEWEST =
            "select id, secret from hash_key where secret is not null order by id desc limit 1";

    private final Statements statements;

    public HashKeyStore(Statements statements) {
        this.statements = statements;
    }

    /** The hashes with the newest key. */
    public FieldHashes hashes() {
        return statements
                .forOne(NEWEST)
                .query((row, n) -> new FieldHashes(row.getInt("id"), row.getBytes("secret")))
                .single();
    }
}
