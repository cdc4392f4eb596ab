package io.recordsync.benchmarks.harness;

import io.recordsync.devstack.EmbeddedKafka;
import io.recordsync.devstack.Port;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The broker in its own process, so that its CPU time is measured separately. Runs until it is killed. */
final class KafkaProcess {

    /** The text that the process prints when it is ready, before its address. */
    static final String READY = "kafka ready at ";

    private KafkaProcess() {}

    /** Starts the broker on the folder given as the only argument. */
    public static void main(String[] arguments) throws InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Port.any())) {
            System.out.println(READY + kafka.bootstrapServers() + ";");
            new CountDownLatch(1).await();
        }
    }
}
