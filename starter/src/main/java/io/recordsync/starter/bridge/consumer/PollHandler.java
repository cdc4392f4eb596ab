package io.recordsync.starter.bridge.consumer;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes in the messages of a poll. */
@FunctionalInterface
public interface PollHandler {

    /**
     * Takes in all messages, and returns when they are durable. The same messages may be given several times, which
     * must change nothing.
     *
     * @param messages the messages; those of one partition are in their order
     * @throws RuntimeException if a server cannot be reached. The same messages are given again later
     */
    void take(List<ConsumerRecord<byte[], byte[]>> messages);
}
