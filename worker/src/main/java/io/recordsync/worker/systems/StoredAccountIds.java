package io.recordsync.worker.systems;

import io.recordsync.connectors.http.AccountIds;
import io.recordsync.store.account.AccountIdStore;
import io.recordsync.worker.delivery.retry.DatabaseUnavailable;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Keeps the ids of accounts in the database, for all processes. */
public record StoredAccountIds(AccountIdStore store) implements AccountIds {

    @Override
    public Optional<String> find(String key) {
        try {
            return store.find(key);
        } catch (DataAccessException e) {
            throw DatabaseUnavailable.deferred("no account for a call of " + key);
        }
    }

    @Override
    public void keep(String key, String id) {
        try {
            store.keep(key, id);
        } catch (DataAccessException e) {
            throw DatabaseUnavailable.deferred("no account for a call of " + key);
        }
    }
}
