package io.recordsync.worker.systems;

import io.recordsync.process.Build;
import io.recordsync.process.Heartbeat;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.ProcessStore.Description;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
     * Says for which accounts calls are counted, where this worker serves several systems of one kind: a person sees
     * here two names of what is one account. To be called once, at the start, when a vendor may not have told yet which
     * account it is.
     */
    public static void logAccounts(Systems systems, Connectors connectors) {
        Map<String, Map<String, String>> byKind = new TreeMap<>();
        connectors
                .bySystem()
                .forEach((system, connector) -> byKind.computeIfAbsent(
                                systems.of(system).kind(), kind -> new TreeMap<>())
                        .put(system, connector.capabilities().quota().account()));
        byKind.values().stream()
                .filter(accounts -> new HashSet<>(accounts.values()).size() > 1)
                .forEach(accounts -> LOG.info(
                        "The calls of these systems are counted under these accounts, as far as they are known now:"
                                + " {}. If two of these are the same account and the vendor does not report it, name"
                                + " the account in their settings.",
                        accounts));
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
