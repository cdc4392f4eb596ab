package io.recordsync.starter.bridge.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** No message is skipped and no committed offset goes back, whatever happens to the members of a group. */
class KafkaReadersTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    /** The number of random orders of events that are tried: 20 in {@code verify}, hundreds with {@code -Psoak}. */
    private static final int ORDERS = Integer.getInteger("reader.orders", 20);

    private static final int AT_A_TIME = 5;

    private static final EmbeddedKafkaKraftBroker KAFKA = new EmbeddedKafkaKraftBroker(1, 1);
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private final List<KafkaGroup> groups = new ArrayList<>();

    @BeforeAll
    static void startKafka() {
        KAFKA.brokerProperties(Map.of(
                "offsets.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "authorizer.class.name", RefusingAuthorizer.class.getName(),
                "allow.everyone.if.no.acl.found", "true"));
        KAFKA.afterPropertiesSet();
    }

    @AfterAll
    static void stopKafka() {
        KAFKA.destroy();
    }

    @AfterEach
    void leave() {
        RefusingAuthorizer.refusedGroup = "";
        groups.forEach(KafkaGroup::close);
    }

    /**
     * Twelve partitions make sure that some of the revoked partitions come before the others in any order in which a
     * map iterates.
     */
    @Test
    void aWaitingPollIsTakenInThoughPartitionsAreTakenAwayAndReadingIsPaused() {
        KafkaGroup group = group(List.of("crm.contacts"), 12);
        GroupMember first = group.join();
        group.sendToEach(1);
        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);

        first.fail();
        first.pause();
        group.sendToEach(10);
        first.resume();
        await().atMost(SOON).until(() -> first.failedPolls() > 0);
        GroupMember second = group.join();
        await().atMost(SOON)
                .until(() -> !group.missing().isEmpty() && group.missing().size() < 12 * 10);
        first.pause();
        int failed = first.failedPolls();
        await().atMost(SOON).until(() -> first.failedPolls() > failed);
        first.heal();
        group.sendToEach(1);

        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);
        group.assertNoCommittedOffsetWentBack();
        assertThat(second.failedPolls()).isZero();
    }

    @Test
    void aMemberThatDidNotPollForLongCommitsNothingOfWhatItLost() {
        KafkaGroup group = group(List.of("events"), 6);
        GroupMember frozen = group.join();
        frozen.pause();
        group.sendToEach(5);
        frozen.stall();
        frozen.resume();
        await().atMost(SOON).until(frozen::isInStall);
        group.join();
        await().atMost(SOON).until(() -> group.missing().isEmpty());
        group.sendToEach(5);
        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);

        frozen.heal();
        group.sendToEach(1);

        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);
        group.assertNoCommittedOffsetWentBack();
    }

    @Test
    void aCommitThatFailsIsMadeAgainWithoutItsPollBeingTakenInAgain() {
        KafkaGroup group = group(List.of("events"), 2);
        GroupMember member = group.join();
        member.loseCommits(3);
        group.sendToEach(5);
        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);
        member.loseAnswersToCommits(3);
        group.sendToEach(5);
        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);

        group.assertNoCommittedOffsetWentBack();
        assertThat(member.repeatedMessages()).isZero();
    }

    /**
     * A starter of an older release can commit an old offset after it was suspended. No later message raises that
     * offset again.
     */
    @Test
    void anOffsetThatAnotherMemberSetBackIsRaisedAfterARebalance() {
        KafkaGroup group = group(List.of("events"), 1);
        group.join();
        group.sendToEach(10);
        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);

        group.createTopic(group.topic(0) + "-other");
        group.commitAsAnotherMember(
                group.topic(0) + "-other", Map.of(new TopicPartition(group.topic(0), 0), new OffsetAndMetadata(3)));

        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);
    }

    @Test
    void anErrorEndsNoReader() {
        KafkaGroup group = group(List.of("events"), 2);
        GroupMember member = group.join();
        member.failOnceWithAnError();
        group.sendToEach(5);

        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);
        await().atMost(SOON).until(() -> member.readers().problem().isEmpty());
    }

    @Test
    void aRefusalOfTheGroupIsOneAlertAndReadingGoesOnWhenItIsOver() {
        KafkaGroup group = group(List.of("events"), 2);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger().addAppender(log);
        GroupMember member = group.join();
        group.sendToEach(1);
        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);

        RefusingAuthorizer.refusedGroup = group.name();
        group.sendToEach(1);
        await().atMost(SOON).until(() -> member.readers().problem().isPresent());
        int refused = RefusingAuthorizer.REFUSALS.get();
        await().atMost(SOON).until(() -> RefusingAuthorizer.REFUSALS.get() > refused + 2);
        RefusingAuthorizer.refusedGroup = "";
        group.sendToEach(1);

        await().atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);
        await().atMost(SOON).until(() -> member.readers().problem().isEmpty());
        logger().detachAppender(log);
        assertThat(log.list).filteredOn(line -> line.getLevel() == Level.ERROR).hasSize(1);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(KafkaReader.class);
    }

    @Test
    void noMessageIsPassedOverAndNoCommittedOffsetGoesBackInAnyOrderOfEvents() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> orders = new ArrayList<>();
            IntStream.range(0, ORDERS).forEach(seed -> orders.add(threads.submit(() -> oneOrder(seed))));
            for (Future<?> order : orders) {
                order.get();
            }
        }
    }

    private static void oneOrder(int seed) {
        Random random = new Random(seed);
        List<String> topics = IntStream.rangeClosed(0, random.nextInt(2))
                .mapToObj(i ->
                        String.format(Locale.ROOT, "order-%d-%s", seed, Long.toString(random.nextInt(1 << 30), 36)))
                .toList();
        try (KafkaGroup group =
                new KafkaGroup(KAFKA.getBrokersAsString(), "order-" + seed, topics, 2 + random.nextInt(11))) {
            group.join();
            group.join();
            for (int step = 0; step < 10; step++) {
                oneStep(group, random);
                // Gives the previous step some time to take effect. The result of the test does not depend on how much.
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(500)).toNanos());
            }
            group.members().forEach(GroupMember::heal);
            group.sendToEach(1);
            await("seed " + seed).atMost(SOON).untilAsserted(group::assertAllIsAcceptedAndCommitted);
            group.assertNoCommittedOffsetWentBack();
        }
    }

    private static void oneStep(KafkaGroup group, Random random) {
        group.send(random.nextInt(60), random);
        GroupMember member = group.members().get(random.nextInt(group.members().size()));
        switch (random.nextInt(9)) {
            case 0, 1 -> member.fail();
            case 2 -> member.pause();
            case 3 -> member.heal();
            case 4 -> member.stall();
            case 5 -> group.join();
            case 6 -> member.loseCommits(1 + random.nextInt(3));
            case 7 -> member.loseAnswersToCommits(1 + random.nextInt(3));
            default -> member.failOnceWithAnError();
        }
        if (group.members().size() > 3) {
            group.leave(group.members().getFirst());
        }
    }

    private KafkaGroup group(List<String> topics, int partitions) {
        int number = GROUPS.incrementAndGet();
        KafkaGroup group = new KafkaGroup(
                KAFKA.getBrokersAsString(),
                "group-" + number,
                topics.stream().map(topic -> topic + "." + number).toList(),
                partitions);
        groups.add(group);
        return group;
    }

    /** Refuses the members of one group while a test tells it to. */
    public static final class RefusingAuthorizer extends StandardAuthorizer {

        static final AtomicInteger REFUSALS = new AtomicInteger();
        static volatile String refusedGroup = "";

        @Override
        public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
            return actions.stream()
                    .map(action -> isRefused(action) ? refuse() : AuthorizationResult.ALLOWED)
                    .toList();
        }

        private static boolean isRefused(Action action) {
            return action.resourcePattern().resourceType() == ResourceType.GROUP
                    && action.operation() == AclOperation.READ
                    && action.resourcePattern().name().equals(refusedGroup);
        }

        private static AuthorizationResult refuse() {
            REFUSALS.incrementAndGet();
            return AuthorizationResult.DENIED;
        }
    }
}
