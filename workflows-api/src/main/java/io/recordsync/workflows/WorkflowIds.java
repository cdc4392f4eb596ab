package io.recordsync.workflows;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** The ids under which workflows run: readable, and one to one with what they work for. */
public final class WorkflowIds {

    /** Temporal's limit where it keeps its data in SQL. */
    public static final int MAX_BYTES = 255;

    /** Leaves room for two places and a hash. */
    private static final int LONGEST_TOPIC = 150;

    private static final int HASH_CHARACTERS = 32;

    private WorkflowIds() {}

    /** {@code sync/{tenant}/{entity}/{recordId}}, its parts percent-encoded, so that an id cannot reach into another's. */
    public static String syncRecord(String tenant, String entity, String recordId) {
        return "sync/" + encode(tenant) + "/" + encode(entity) + "/" + encode(recordId);
    }

    /**
     * {@code batch/{topic}/{first}-{last}/{hash of all}}, by where the messages stand that a chunk is of, and of which records they are, for a topic may
     * be made anew: the same messages, and no others, have the same id. A topic with a name too long for an id is there by its hash.
     *
     * @param places of the messages within the topic, each {@code partition@offset}, at least one
     */
    public static String syncBatch(String topic, List<String> places, SyncBatchInput chunk) {
        String name = topic.length() <= LONGEST_TOPIC ? encode(topic) : hash(topic);
        return "batch/%s/%s-%s/%s".formatted(name, places.getFirst(), places.getLast(), hash(places, chunk));
    }

    /** {@code batch/left/{hash of all}}, for records that have been left lying, by which they are. */
    public static String leftLying(SyncBatchInput chunk) {
        return "batch/left/" + hash(List.of(), chunk);
    }

    private static String hash(List<String> places, SyncBatchInput chunk) {
        return hash(Stream.of(places, List.of(chunk.tenant(), chunk.entity()), chunk.recordIds())
                .flatMap(List::stream)
                .collect(Collectors.joining("\n")));
    }

    /** {@code describe/{tenant}/{system}/{entity}}; those who ask for the same share a run. */
    public static String describeSystem(DescribeRequest request) {
        String entity = request.entity() == null ? "" : encode(request.entity());
        return "describe/" + encode(request.tenant()) + "/" + encode(request.system()) + "/" + entity;
    }

    /** Whether {@link #syncRecord} stays within {@link #MAX_BYTES}; a record for which it does not cannot be synced. */
    public static boolean fits(String tenant, String entity, String recordId) {
        return syncRecord(tenant, entity, recordId).length() <= MAX_BYTES;
    }

    /** The tenant, entity and record id in a {@code sync/…} workflow id. */
    public static SyncRecordInput parse(String workflowId) {
        String[] parts = workflowId.split("/", -1);
        if (parts.length != 4 || !parts[0].equals("sync")) {
            throw new IllegalArgumentException("not the id of a SyncRecord workflow: " + workflowId);
        }
        String[] decoded = Arrays.stream(parts).map(WorkflowIds::decode).toArray(String[]::new);
        return SyncRecordInput.of(decoded[1], decoded[2], decoded[3]);
    }

    private static String encode(String part) {
        String encoded = URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
        return isDots(encoded) ? encoded.chars().mapToObj(c -> "%2E").collect(Collectors.joining()) : encoded;
    }

    private static String hash(String text) {
        return DigestUtils.sha256Hex(text).substring(0, HASH_CHARACTERS);
    }

    /** A part of dots alone would be folded away by whatever treats the id as a path. */
    private static boolean isDots(String part) {
        return part.equals(".") || part.equals("..");
    }

    private static String decode(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
