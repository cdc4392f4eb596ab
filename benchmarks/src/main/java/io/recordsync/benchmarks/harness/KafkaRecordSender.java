package io.recordsync.benchmarks.harness;

/** Sends records to recordsync through a topic that its starter reads. */
public final class KafkaRecordSender implements RecordSender {

    private final String name;
    private final String topic;
    private final BenchMessages messages;
    private final BenchLoad load;

    public KafkaRecordSender(BenchEnvironment site, String name, String topic, BenchMessages messages) {
        this.name = name;
        this.topic = topic;
        this.messages = messages;
        this.load = new BenchLoad(site);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void submit(int events) {
        load.fill(topic, messages, events);
    }

    @Override
    public void close() {
        load.close();
    }
}
