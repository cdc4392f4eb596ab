package io.recordsync.worker.pools;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The time when each task queue was last polled. The work of a queue that is not polled is not done, whatever the
 * reason: the threads that poll have ended, or each slot is taken by work that does not end.
 */
public final class PollWatch implements ClientInterceptor {

    private final InstantSource clock;
    private final Map<String, Instant> polls = new ConcurrentHashMap<>();

    public PollWatch(InstantSource clock) {
        this.clock = clock;
    }

    /** How long the queue has not been polled; empty if it never was. */
    Optional<Duration> silence(String queue) {
        return Optional.ofNullable(polls.get(queue)).map(last -> Duration.between(last, clock.instant()));
    }

    /** Counts from now, as if the queue had been polled. */
    void restart(String queue) {
        polls.put(queue, clock.instant());
    }

    @Override
    public <I, O> ClientCall<I, O> interceptCall(MethodDescriptor<I, O> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void sendMessage(I message) {
                polled(message).ifPresent(queue -> restart(queue));
                super.sendMessage(message);
            }
        };
    }

    private static Optional<String> polled(Object message) {
        return switch (message) {
            case PollActivityTaskQueueRequest poll -> Optional.of(name(poll.getTaskQueue()));
            case PollWorkflowTaskQueueRequest poll -> Optional.of(name(poll.getTaskQueue()));
            default -> Optional.empty();
        };
    }

    /**
     * A workflow worker also polls a sticky queue of its own, which has the name of the shared queue as its normal
     * name.
     */
    private static String name(TaskQueue queue) {
        return queue.getNormalName().isEmpty() ? queue.getName() : queue.getNormalName();
    }
}
