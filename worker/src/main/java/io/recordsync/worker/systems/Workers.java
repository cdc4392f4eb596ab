package io.recordsync.worker.systems;

import io.recordsync.rules.RuleSet;
import io.recordsync.settings.Build;
import io.recordsync.settings.Heartbeat;
import io.recordsync.store.ProcessStore;
import io.recordsync.store.ProcessStore.Description;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker says of itself to other processes and to people. */
public final class Workers {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private Workers() {}

    /** @param serves the systems whose deliveries the worker carries out */
    public static Description description(Collection<String> serves, RuleSet rules) {
        List<String> systems = serves.stream().sorted().toList();
        List<String> unnamed = systems.stream()
                .filter(system -> !rules.systems().contains(system))
                .toList();
        return new Description(
                ProcessStore.WORKER, Build.version(), systems, unnamed, Optional.of(rules.fingerprint()));
    }

    /**
     * Warns of a worker whose rules do not name a system that it serves: it can carry out only deletes there. To be
     * called once, at the start.
     */
    public static void warn(Description worker) {
        if (!worker.unnamed().isEmpty()) {
            LOG.warn(Heartbeat.rulesDoNotName(worker));
        }
    }
}
