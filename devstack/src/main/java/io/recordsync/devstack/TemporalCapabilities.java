package io.recordsync.devstack;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.UpdateTaskQueueConfigRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The optional abilities of a Temporal server. recordsync uses them if the server has them, and works without them
 * otherwise.
 *
 * @param serverVersion the version that the server reports; empty if it reports none
 * @param queueConfig whether a queue's limits can be changed while it runs ({@code UpdateTaskQueueConfig}, server 1.29
 * or later)
 * @param fairness whether the server's version has fairness keys (1.29 or later). Servers do not report whether they
 * are switched on
 * @param schedules whether the server runs schedules
 */
public record TemporalCapabilities(String serverVersion, boolean queueConfig, boolean fairness, boolean schedules) {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})\\b.*");

    /** The queue named in the request that checks whether queues can be configured. The request changes nothing. */
    private static final String ANY_QUEUE = "recordsync";

    /** Asks the server at {@code host:port}, as {@link #ask(WorkflowServiceStubs, String)} does. */
    static TemporalCapabilities ask(String target, String namespace) {
        WorkflowServiceStubs server = RunningServers.stubs(target);
        try {
            return ask(server, namespace);
        } finally {
            server.shutdownNow();
        }
    }

    /**
     * Asks the server.
     *
     * @throws DevStackException if the server does not answer, or does not know the namespace
     */
    public static TemporalCapabilities ask(WorkflowServiceStubs server, String namespace) {
        try {
            WorkflowServiceBlockingStub stub = server.blockingStub().withDeadlineAfter(10, TimeUnit.SECONDS);
            String version = stub.getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                    .getServerVersion();
            boolean schedules = stub.describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build())
                    .getNamespaceInfo()
                    .getSupportsSchedules();
            return new TemporalCapabilities(
                    version, canConfigureQueues(stub, namespace), hasFairness(version), schedules);
        } catch (StatusRuntimeException e) {
            throw new DevStackException(
                    ("The Temporal server %s does not answer for the namespace %s (%s). Check that"
                                    + " it runs, and check TEMPORAL_ADDRESS.")
                            .formatted(
                                    server.getOptions().getTarget(),
                                    namespace,
                                    e.getStatus().getCode()),
                    e);
        }
    }

    private static boolean canConfigureQueues(WorkflowServiceBlockingStub stub, String namespace) {
        try {
            stub.updateTaskQueueConfig(UpdateTaskQueueConfigRequest.newBuilder()
                    .setNamespace(namespace)
                    .setIdentity("recordsync")
                    .setTaskQueue(ANY_QUEUE)
                    .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                    .build());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    static boolean hasFairness(String version) {
        Matcher parts = VERSION.matcher(version);
        return parts.matches() && 1000 * Integer.parseInt(parts.group(1)) + Integer.parseInt(parts.group(2)) >= 1029;
    }

    /** The missing abilities and how recordsync works without them, one sentence each. Empty if nothing is missing. */
    public List<String> missing() {
        return Stream.of(
                        sentence(
                                queueConfig,
                                "cannot change a queue's limits while it runs: the workers set the limits,"
                                        + " and only its circuit can pause a system"),
                        sentence(
                                fairness,
                                "has no fairness keys: tenants share a system's queue in the order of arrival"),
                        sentence(schedules, "runs no schedules: readers run only when they are started by hand"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private String sentence(boolean present, String lack) {
        String name = serverVersion.isEmpty() ? "This Temporal server" : "Temporal server " + serverVersion;
        return present ? "" : name + " " + lack + ".";
    }
}
