package io.recordsync.settings;

import java.util.concurrent.CountDownLatch;
import org.springframework.context.ConfigurableApplicationContext;

/** A process that has started. Closing it stops what takes work in first, then what carries it out, then the connections. */
public final class RunningProcess implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final CountDownLatch closed = new CountDownLatch(1);

    RunningProcess(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The port on which HTTP is really served. */
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
