package io.recordsync.workflows;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** The ids of workflows. They are readable, and different work has different ids. */
public final class WorkflowIds {

    /** The largest length of a workflow id, in bytes, when Temporal keeps its data in SQL. */
    public static final int MAX_BYTES = 255;

    /**
     * The longest topic name, in characters, that is part of an id. It leaves room for two message positions and a
     * hash.
     */
    private static final int MAX_TOPIC_LENGTH = 150;

    private static final int HASH_CHARACTERS = 32;

    private WorkflowIds() {}

    /**
     * {@code sync/{tenant}/{entity}/{recordId}}. Each part is percent-encoded, so that the ids of two records are never
     * the same.
     */
    public static String syncRecord(String tenant, String entity, String recordId) {
        return "sync/" + encode(tenant) + "/" + encode(entity) + "/" + encode(recordId);
    }

    /**
     * {@code batch/{topic}/{first}-{last}/{hash}}, with the positions of the chunk's first and last message, and a hash
     * of all positions and records. The same messages always have the same id, and other messages have another. The
     * records are part of the hash because a topic may be deleted and made again, with other messages at the same
     * positions. If the topic's name is longer than 150 characters, a hash of it stands in its place.
     *
     * @param places the positions of the messages within the topic, each {@code partition@offset}; at least one
     */
    public static String syncBatch(String topic, List<String> places, SyncBatchInput chunk) {
        String name = topic.length() <= MAX_TOPIC_LENGTH ? encode(topic) : hash(topic);
        return "batch/%s/%s-%s/%s".formatted(name, places.getFirst(), places.getLast(), hash(places, chunk));
    }

    /** {@code batch/left/{hash}}, with a hash of the records: the id for records that were not settled in time. */
    public static String sweptBatch(SyncBatchInput chunk) {
        return "batch/left/" + hash(List.of(), chunk);
    }

    /**
     * {@code read/{tenant}/{system}/{entity}}: the workflow of the runs that people ask for, and the schedule of the
     * reader. To the workflows of a schedule Temporal gives this id and a time.
     */
    public static String readChanges(String tenant, String system, String entity) {
        return "read/" + encode(tenant) + "/" + encode(system) + "/" + encode(entity);
    }

    /** {@code push/{tenant}/{system}/{entity}}. One at a time goes through the records of an entity for a system. */
    public static String pushRecords(String tenant, String system, String entity) {
        return "push/" + encode(tenant) + "/" + encode(system) + "/" + encode(entity);
    }

    /** {@code held/{tenant}/{system}/{entity}}. All held deletes of a reader share a workflow. */
    public static String heldDeletes(String tenant, String system, String entity) {
        return "held/" + encode(tenant) + "/" + encode(system) + "/" + encode(entity);
    }

    /**
     * {@code batch/held/{run}/{n}/{part}}: the id for the records that a decision about held deletes has changed.
     *
     * @param execution the run id of the workflow that carries it out
     * @param n counts its steps
     * @param part counts the chunks of a step, from 1
     */
    public static String heldBatch(String execution, int n, int part) {
        return String.format(Locale.ROOT, "batch/held/%s/%d/%d", execution, n, part);
    }

    /**
     * {@code batch/read/{run}/{page}/{part}}: the id for the records that a page of a run has changed.
     *
     * @param part counts the chunks of the page, from 1
     */
    public static String readBatch(long runId, int page, int part) {
        return String.format(Locale.ROOT, "batch/read/%d/%d/%d", runId, page, part);
    }

    private static String hash(List<String> places, SyncBatchInput chunk) {
        return hash(Stream.of(places, List.of(chunk.tenant(), chunk.entity()), chunk.recordIds())
                .flatMap(List::stream)
                .collect(Collectors.joining("\n")));
    }

    /** {@code describe/{tenant}/{system}/{entity}}. Requests for the same description share a run. */
    public static String describeSystem(DescribeRequest request) {
        String entity = request.entity() == null ? "" : encode(request.entity());
        return "describe/" + encode(request.tenant()) + "/" + encode(request.system()) + "/" + entity;
    }

    /** Whether {@link #syncRecord} is at most {@link #MAX_BYTES} long. A record with a longer id cannot be synced. */
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

    /** The id of the {@link ReadChanges} that only shows what it would change. */
    public static String dryRun(String tenant, String system, String entity) {
        return readChanges(tenant, system, entity) + "/dry";
    }

    /** The beginning of {@link #readChanges} for all readers of a tenant. */
    public static String readChangesPrefix(String tenant) {
        return "read/" + encode(tenant) + "/";
    }

    private static String hash(String text) {
        return DigestUtils.sha256Hex(text).substring(0, HASH_CHARACTERS);
    }

    /** Software that treats the id as a path would remove a part that consists of dots alone. */
    private static boolean isDots(String part) {
        return part.equals(".") || part.equals("..");
    }

    private static String decode(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
