package io.recordsync.benchmarks.harness;

import io.recordsync.devstack.EmbeddedKafka;
import io.recordsync.devstack.Port;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The broker as a process of its own, so that its CPU time is nobody else's. Runs until it is killed. */
final class KafkaProcess {

    /** What it says when it serves, before its address. */
    static final String READY = "kafka ready at ";

    private KafkaProcess() {}

    /** Starts it on the folder that the only argument names. */
    public static void main(String[] arguments) throws InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Port.any())) {
            System.out.println(READY + kafka.bootstrapServers() + ";");
            new CountDownLatch(1).await();
        }
    }
}
