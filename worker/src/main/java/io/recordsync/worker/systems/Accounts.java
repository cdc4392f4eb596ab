package io.recordsync.worker.systems;

import io.recordsync.settings.StartException;
import io.recordsync.worker.settings.SystemAccount;
import java.util.List;

/** The accounts of all systems that recordsync knows, configured or not. */
public record Accounts(List<SystemAccount> all) {

    public Accounts {
        all = List.copyOf(all);
    }

    /** @throws StartException if one of these is no system */
    public void requireKnown(List<String> systems) {
        List<String> known = all.stream().map(SystemAccount::system).toList();
        systems.stream().filter(system -> !known.contains(system)).findFirst().ifPresent(system -> {
            throw new StartException(
                    "WORKER_SYSTEMS names %s, but the systems are %s.".formatted(system, String.join(", ", known)));
        });
    }
}
