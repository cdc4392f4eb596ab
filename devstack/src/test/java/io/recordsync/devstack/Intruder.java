package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tries to connect as the superuser with a wrong password, again and again, until a connection succeeds. */
final class Intruder implements AutoCloseable {

    private final String url;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean letIn;
    private volatile boolean stopped;

    Intruder(int port) {
        this.url = String.format(
                Locale.ROOT,
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&password=guess&socketTimeout=30",
                port);
        thread.execute(this::tryOn);
    }

    boolean letIn() {
        return letIn;
    }

    /** Waits for a refusal with this SQL state, which proves that the server has checked the password. */
    void awaitRefusal(String state) throws InterruptedException {
        String answer = "none";
        while (!answer.equals(state)) {
            answer = answers.poll(1, TimeUnit.MINUTES);
            assertThat(answer).as("the server's answer").isNotNull().isNotEqualTo("let in");
        }
    }

    private void tryOn() {
        while (!stopped && !letIn) {
            try {
                DriverManager.getConnection(url).close();
                letIn = true;
                answers.add("let in");
            } catch (SQLException refused) {
                answers.add(String.valueOf(refused.getSQLState()));
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.close();
    }
}
