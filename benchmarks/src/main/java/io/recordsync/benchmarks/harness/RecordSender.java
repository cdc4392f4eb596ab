package io.recordsync.benchmarks.harness;

/** One of several ways to process records, to be compared on the same servers. */
public interface RecordSender extends AutoCloseable {

    String name();

    /** Submits this number of new records. Returns when they are durable, which is before they are delivered. */
    void submit(int events);

    @Override
    void close();
}
