package io.recordsync.benchmarks.harness;

import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What became of a run's records at the simulator, by its own journal. */
public final class JournalSummary {

    private final Set<String> created = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private long doubled;
    private long updates;

    /** Of all that the journal got after this sequence. */
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

    /** What is wrong where so many records were sent, each once. */
    public List<String> problems(long sent) {
        return created() == sent && doubled == 0
                ? List.of()
                : List.of("Of %,d records %,d were made, %,d of them again.".formatted(sent, created(), doubled));
    }

    /** Records that were made. */
    public long created() {
        return created.size();
    }

    /** Records that were refused, however often. */
    public long refused() {
        return refused.size();
    }

    /** Creates of records that had been made before. */
    public long doubled() {
        return doubled;
    }

    /** Writes of what the system had already, where each record was sent once: harmless, but calls too many. */
    public long updates() {
        return updates;
    }
}
