package io.recordsync.worker.systems;

import io.recordsync.settings.StartException;
import io.recordsync.worker.settings.SystemAccount;
import java.util.List;

/** The accounts of all systems that recordsync knows, configured or not. */
public record Accounts(List<SystemAccount> all) {

    public Accounts {
        all = List.copyOf(all);
    }

    /** @throws StartException if there is no such system; the message names the known ones */
    public SystemAccount of(String system) {
        return all.stream()
                .filter(account -> account.system().equals(system))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "There is no system %s. There are %s.".formatted(system, String.join(", ", names()))));
    }

    private List<String> names() {
        return all.stream().map(SystemAccount::system).toList();
    }

    /** @throws StartException if one of these systems does not exist */
    public void requireKnown(List<String> systems) {
        List<String> known = names();
        systems.stream().filter(system -> !known.contains(system)).findFirst().ifPresent(system -> {
            throw new StartException(
                    "WORKER_SYSTEMS names %s, but the systems are %s.".formatted(system, String.join(", ", known)));
        });
    }
}
