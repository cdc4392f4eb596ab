package io.recordsync.workflows;

/**
 * The names under which deliveries hold their leases. All attempts of one delivery have the same name, so that each
 * attempt can take the delivery's own lease again.
 */
public final class LeaseOwners {

    private static final String CHUNK = "chunk/";

    private LeaseOwners() {}

    /** @param number the number of the delivery within its run */
    public static String ofDelivery(String runId, int number) {
        return runId + "/" + number;
    }

    /** The owner of a chunk's leases at one system. */
    public static String ofChunk(String runId, String system) {
        return CHUNK + runId + "/" + system;
    }

    public static boolean isChunk(String owner) {
        return owner.startsWith(CHUNK);
    }
}
