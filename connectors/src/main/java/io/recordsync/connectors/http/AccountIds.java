package io.recordsync.connectors.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the ids that vendors have told of their accounts, for all processes, so that a vendor is asked once and not
 * whenever a process starts. A key contains no secret.
 */
public interface AccountIds {

    /** @throws io.recordsync.connectors.CallDeferredException when the ids cannot be read now */
    Optional<String> find(String key);

    /** @throws io.recordsync.connectors.CallDeferredException when the ids cannot be written now */
    void keep(String key, String id);

    /** Ids for one process only, in memory. */
    static AccountIds inMemory() {
        Map<String, String> ids = new ConcurrentHashMap<>();
        return new AccountIds() {

            @Override
            public Optional<String> find(String key) {
                return Optional.ofNullable(ids.get(key));
            }

            @Override
            public void keep(String key, String id) {
                ids.put(key, id);
            }
        };
    }
}
