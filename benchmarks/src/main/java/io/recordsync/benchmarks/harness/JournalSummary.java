package io.recordsync.benchmarks.harness;

import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The effects of a run on its records at the simulator, counted from the simulator's own journal. */
public final class JournalSummary {

    private final Set<String> created = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private long doubled;
    private long updates;

    /** The summary of all journal entries after this sequence number. */
    public static JournalSummary since(SimulatorClient simulator, long sequence) {
        JournalSummary tally = new JournalSummary();
        simulator.journal(sequence, tally::add);
        return tally;
    }

    void add(JournalEntry entry) {
        if (entry.effect() == Effect.CREATE && !created.add(entry.externalId())) {
            doubled++;
        }
        if (entry.effect() == Effect.UPDATE) {
            updates++;
        }
        if (entry.effect() == Effect.REFUSE) {
            refused.add(entry.externalId());
        }
    }

    /** The problems of a run that sent this number of records, each once. */
    public List<String> problems(long sent) {
        return created() == sent && doubled == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "Of %,d records, %,d were created, %,d of them more than once.",
                        sent,
                        created(),
                        doubled));
    }

    /** The number of records that were created. */
    public long created() {
        return created.size();
    }

    /** The number of records that were refused, each counted once. */
    public long refused() {
        return refused.size();
    }

    /** The number of creates of records that had been created before. */
    public long doubled() {
        return doubled;
    }

    /**
     * The number of updates. If each record was sent once, they wrote what the system already held: they are harmless,
     * but unnecessary calls.
     */
    public long updates() {
        return updates;
    }
}
