package io.recordsync.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Keeps the secrets that systems change by themselves, such as refresh tokens: encrypted, each with the time when it changed. */
public final class CredentialStore {

    /** Longer than the call to a vendor for which another process may hold the account. */
    private static final String LONGEST_WAIT = "40s";

    private final Statements statements;
    private final Transactions transactions;

    CredentialStore(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
    }

    /**
     * Shows the account's secret to one caller at a time, of all processes, and keeps what that one makes of it. When the update
     * fails, nothing changes.
     *
     * @param account names it; without a secret
     * @return what is kept from now on
     * @throws CannotDecryptException when it was encrypted with another key
     */
    public String update(String account, SecretKey key, Function<Optional<String>, String> update) {
        return transactions.run(() -> {
            lock(account);
            Optional<String> kept = kept(account).map(secret -> key.decrypted(account, secret));
            String next = update.apply(kept);
            if (!kept.equals(Optional.of(next))) {
                keep(account, key.encrypted(account, next));
            }
            return next;
        });
    }

    /** When the secret of each account last changed. */
    public Map<String, Instant> changed() {
        Map<String, Instant> changed = new TreeMap<>();
        statements.forOne("select account, changed_at from credential").query(row -> {
            changed.put(row.getString("account"), row.getTimestamp("changed_at").toInstant());
        });
        return changed;
    }

    private void lock(String account) {
        statements
                .forOne("select set_config('lock_timeout', :wait, true)")
                .param("wait", LONGEST_WAIT)
                .query(row -> {});
        statements
                .forOne("select pg_advisory_xact_lock(hashtextextended('credential ' || :account, 0))")
                .param("account", account)
                .query(row -> {});
    }

    private Optional<byte[]> kept(String account) {
        return statements
                .forOne("select secret from credential where account = :account")
                .param("account", account)
                .query(byte[].class)
                .optional();
    }

    private void keep(String account, byte[] secret) {
        statements.forOne("""
                insert into credential (account, secret) values (:account, :secret)
                on conflict (account) do update set secret = excluded.secret, changed_at = now()
                """).param("account", account).param("secret", secret).update();
    }
}
