package io.recordsync.worker.workflow;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;

/**
 * Temporal's in-memory server skips no time while an activity runs. If a run continues as new meanwhile, the server
 * never takes note of that activity's end, and would skip no time any more. So the end is reported for it: a worker
 * answers for an activity that the server does not know any more, or asks for one and is given none at once.
 */
final class AbandonedActivities implements ClientInterceptor {

    /** A worker that is given no activity waits at least this long for one. */
    private static final Duration LONG_POLL = WorkflowServiceStubsOptions.DEFAULT_SERVER_LONG_POLL_RPC_TIMEOUT;

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel server) {
        return new SimpleForwardingClientCall<>(server.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                long started = System.nanoTime();
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onMessage(A answer) {
                                if (isNoTask(answer) && System.nanoTime() - started < LONG_POLL.toNanos()) {
                                    end(server);
                                }
                                super.onMessage(answer);
                            }

                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                if (isAnswerOfActivity(method) && status.getCode() == Status.Code.NOT_FOUND) {
                                    end(server);
                                }
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }

    private static boolean isNoTask(Object answer) {
        return answer instanceof PollActivityTaskQueueResponse task
                && task.getTaskToken().isEmpty();
    }

    private static boolean isAnswerOfActivity(MethodDescriptor<?, ?> method) {
        String name = method.getBareMethodName();
        return "RespondActivityTaskCompleted".equals(name) || "RespondActivityTaskFailed".equals(name);
    }

    private static void end(Channel server) {
        TestServiceGrpc.newFutureStub(server).unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
    }
}
