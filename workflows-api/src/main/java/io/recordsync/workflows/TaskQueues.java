package io.recordsync.workflows;

/** The task queues: one for workflows, one for each system's deliveries, one for what only the starter can do. */
public final class TaskQueues {

    /** Workflows, and their local activities. */
    public static final String RECORDSYNC = "recordsync";

    /** Activities that need Kafka. */
    public static final String STARTER = "recordsync-starter";

    private TaskQueues() {}

    /** Deliveries to one system; its rate limit and its pause switch act here. */
    public static String ofSystem(String system) {
        return "system-" + system;
    }
}
