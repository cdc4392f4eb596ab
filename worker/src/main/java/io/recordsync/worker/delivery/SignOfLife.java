package io.recordsync.worker.delivery;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells Temporal that an activity is alive which waits for a system for minutes, until it is closed. */
public interface SignOfLife extends AutoCloseable {

    /** Tells nothing. */
    SignOfLife NONE = () -> {};

    @Override
    void close();

    /** Begins for the activity that this thread runs; for one without a heartbeat timeout it does nothing. */
    static SignOfLife ofActivity() {
        ActivityExecutionContext context = Activity.getExecutionContext();
        @Nullable Duration timeout = context.getInfo().getHeartbeatTimeout();
        if (timeout == null || timeout.isZero()) {
            return NONE;
        }
        Thread thread = Thread.ofVirtual().start(() -> tell(context, timeout.dividedBy(3)));
        return thread::interrupt;
    }

    private static void tell(ActivityExecutionContext context, Duration every) {
        try {
            while (true) {
                context.heartbeat(null);
                TimeUnit.MILLISECONDS.sleep(every.toMillis());
            }
        } catch (InterruptedException | ActivityCompletionException e) {
            // The activity has ended, or nobody waits for it any more: it ends within its own time.
        }
    }
}
