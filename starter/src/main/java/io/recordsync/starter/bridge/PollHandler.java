package io.recordsync.starter.bridge;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes in what a poll has brought. */
@FunctionalInterface
interface PollHandler {

    /**
     * Takes all of it in, and returns when that is durable. The same messages may be given several times, which must change nothing.
     *
     * @param messages of one partition in their order
     * @throws RuntimeException if a server is away: the same messages are given again later
     */
    void take(List<ConsumerRecord<byte[], byte[]>> messages);
}
