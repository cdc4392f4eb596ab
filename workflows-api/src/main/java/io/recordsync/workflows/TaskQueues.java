package io.recordsync.workflows;

/**
 * The task queues: one for workflows, one for each system's deliveries, and one for activities that only the starter
 * can do.
 */
public final class TaskQueues {

    /** Workflows, and their local activities. */
    public static final String RECORDSYNC = "recordsync";

    /** Activities that need Kafka. */
    public static final String STARTER = "recordsync-starter";

    private TaskQueues() {}

    /**
     * The queue for deliveries to one system. The system's rate limit and the pausing of its deliveries apply to this
     * queue.
     */
    public static String ofSystem(String system) {
        return "system-" + system;
    }
}
