package io.recordsync.store.account;

import io.recordsync.store.sql.Statements;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;

/**
 * Stores the secrets that systems change, such as refresh tokens: encrypted, each with the time of its last change.
 *
 * <p>A secret may be valid for one use only. Therefore only one caller in all processes may use a secret at a time, and
 * a new secret is not lost while its process lives: if the database could not store it, the store repeats this until it
 * succeeds. If the process dies during its turn, the turn ends after its time. <em>The one case that cannot be excluded
 * is a process that stands still during its turn for longer than that.</em>
 */
public final class CredentialStore {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

    /**
     * How much longer a turn lasts than its update may take, so that the new secret can be stored even if the database
     * is unavailable for a moment.
     */
    private static final Duration TO_KEEP = Duration.ofMinutes(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration KEEP_AGAIN = Duration.ofSeconds(1);

    private final Statements statements;
    private final CredentialTurns turns;
    private final Map<String, Unkept> unkept = new ConcurrentHashMap<>();

    public CredentialStore(Statements statements) {
        this.statements = statements;
        this.turns = new CredentialTurns(statements);
    }

    /**
     * A new secret that is not stored yet, encrypted, and the stored secret that it replaces. Its turn lasts until it
     * is stored.
     */
    private record Unkept(long turn, Optional<byte[]> before, byte[] next) {}

    /**
     * Gives the account's secret to one caller at a time in all processes, and stores the secret that the caller makes
     * of it. When the update fails, nothing changes. No connection is held while it runs.
     *
     * @param account the name of the account; contains no secret
     * @param within the longest time that the update takes, and the longest wait for the updates of others
     * @return the secret that is stored now, or as soon as the database is available again
     * @throws CannotDecryptException when the stored secret was encrypted with another key
     * @throws CannotAcquireLockException when others used the secret during all that time
     */
    public String update(String account, SecretKey key, Duration within, Function<Optional<String>, String> update) {
        long turn = awaitTurn(account, within);
        try {
            return inTurn(account, turn, key, update);
        } finally {
            if (!unkept.containsKey(account)) {
                end(account, turn);
            }
        }
    }

    /** When the secret of each account last changed. */
    public Map<String, Instant> changed() {
        Map<String, Instant> changed = new TreeMap<>();
        statements.forOne("select account, changed_at from credential").query(row -> {
            changed.put(row.getString("account"), row.getTimestamp("changed_at").toInstant());
        });
        return changed;
    }

    private long awaitTurn(String account, Duration within) {
        long begun = System.nanoTime();
        while (true) {
            Optional<Long> turn = turns.begin(account, within.plus(TO_KEEP));
            if (turn.isPresent()) {
                return turn.get();
            }
            if (System.nanoTime() - begun >= within.toNanos() || !pause(LOOK_AGAIN)) {
                throw new CannotAcquireLockException("another process is using the credentials of " + account);
            }
        }
    }

    private String inTurn(String account, long turn, SecretKey key, Function<Optional<String>, String> update) {
        keepWhatIsNot(account);
        Optional<byte[]> kept = kept(account);
        Optional<String> secret = kept.map(bytes -> key.decrypted(account, bytes));
        String next = update.apply(secret);
        if (!secret.equals(Optional.of(next))) {
            keep(account, new Unkept(turn, kept, key.encrypted(account, next)));
        }
        return next;
    }

    private void keep(String account, Unkept result) {
        unkept.put(account, result);
        try {
            keepWhatIsNot(account);
        } catch (DataAccessException e) {
            LOG.warn(
                    "the database is unavailable: the new credentials of {} are stored as soon as it is available"
                            + " again",
                    account);
            Thread.ofVirtual().name("store credentials of " + account).start(() -> keepOnceItIsBack(account, result));
        }
    }

    private void keepOnceItIsBack(String account, Unkept result) {
        while (unkept.get(account) == result && pause(KEEP_AGAIN)) {
            try {
                keepWhatIsNot(account);
                end(account, result.turn());
            } catch (DataAccessException e) {
                LOG.debug("the database is still unavailable: the new credentials of {} are not stored yet", account);
            }
        }
    }

    /** Does nothing if another process has stored a secret since, because that one is newer. */
    private void keepWhatIsNot(String account) {
        Unkept result = unkept.get(account);
        if (result != null) {
            statements
                    .forOne("""
                    insert into credential as c (account, secret) values (:account, :next)
                    on conflict (account) do update set secret = excluded.secret, changed_at = now()
                    -- Another process may have stored a newer secret since ours was read.
                    where c.secret = :before
                    """)
                    .param("account", account)
                    .param("next", result.next())
                    .param("before", result.before().orElse(null), Types.BINARY)
                    .update();
            unkept.remove(account, result);
        }
    }

    private void end(String account, long turn) {
        try {
            turns.end(account, turn);
        } catch (DataAccessException e) {
            LOG.debug(
                    "the database is unavailable: the turn with the credentials of {} ends when its time is over",
                    account);
        }
    }

    private Optional<byte[]> kept(String account) {
        return statements
                .forOne("select secret from credential where account = :account")
                .param("account", account)
                .query(byte[].class)
                .optional();
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
