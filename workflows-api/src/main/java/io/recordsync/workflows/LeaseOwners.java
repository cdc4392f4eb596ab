package io.recordsync.workflows;

/** Under which names deliveries hold their leases: the same for all tries of one delivery, so that each takes its own lease again. */
public final class LeaseOwners {

    private static final String CHUNK = "chunk/";

    private LeaseOwners() {}

    /** @param number of the delivery within its run */
    public static String ofDelivery(String runId, int number) {
        return runId + "/" + number;
    }

    /** A chunk's part for one system. */
    public static String ofChunk(String runId, String system) {
        return CHUNK + runId + "/" + system;
    }

    public static boolean isChunk(String owner) {
        return owner.startsWith(CHUNK);
    }
}
