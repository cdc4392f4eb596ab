package io.recordsync.process;

import java.util.concurrent.CountDownLatch;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A process that has started. Closing it first stops what accepts work, then what carries it out, and then the
 * connections.
 */
public final class RunningProcess implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final CountDownLatch closed = new CountDownLatch(1);

    RunningProcess(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The port on which HTTP is served, also if any free port was requested. */
    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        context.close();
        closed.countDown();
    }
}
