package io.recordsync.starter.reading;

import io.recordsync.store.counterpart.ReaderKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the schedules in Temporal equal to what the rules and people say. */
public final class ReaderScheduling {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderScheduling.class);

    private final ReaderPlans plans;
    private final ReadSchedules schedules;
    private final String tenant;
    private final AtomicBoolean lackIsSaid = new AtomicBoolean();

    public ReaderScheduling(ReaderPlans plans, ReadSchedules schedules, String tenant) {
        this.plans = plans;
        this.schedules = schedules;
        this.tenant = tenant;
    }

    /** Looks at all readers. On a server without schedules nothing is done, which is logged once. */
    void look() {
        List<ReaderPlan> readers = plans.all(tenant);
        if (schedules.exist()) {
            schedules.keep(tenant, readers);
        } else if (!readers.isEmpty() && lackIsSaid.compareAndSet(false, true)) {
            LOG.warn("The Temporal server has no schedules: systems are read only when somebody asks for it, with"
                    + " `recordsync sync SYSTEM`");
        }
    }

    /**
     * The reader.
     *
     * @return empty if the rules do not read this
     */
    public Optional<ReaderPlan> find(ReaderKey key) {
        return all().stream().filter(plan -> plan.key().equals(key)).findFirst();
    }

    public List<ReaderPlan> all() {
        return plans.all(tenant);
    }

    /**
     * Brings the schedule of a reader up to date at once. A failure is logged and not thrown, because the next look at
     * all readers does the same.
     */
    public void keep(ReaderPlan plan) {
        try {
            if (schedules.exist()) {
                schedules.keep(plan);
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "The schedule of {} could not be changed now. It is changed in some seconds: {}",
                    plan.key(),
                    e.getClass().getSimpleName());
        }
    }

    public ReadSchedules schedules() {
        return schedules;
    }
}
