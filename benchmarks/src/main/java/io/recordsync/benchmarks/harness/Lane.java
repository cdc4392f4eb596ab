package io.recordsync.benchmarks.harness;

/** One of several ways to carry records, for a comparison on the same servers. */
public interface Lane extends AutoCloseable {

    String name();

    /** Hands over so many new records; returns when they are durable, which is before they are delivered. */
    void submit(int events);

    @Override
    void close();
}
