package io.recordsync.simulator.events;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Generates the stream of record events. Updates and deletes are of records that were created before and still exist.
 * Each event has a later version than all before it. An update always changes the phone number, so that each version of
 * a record has its own content, by which the audit identifies it; the contact type never changes. Thread-safe.
 */
public final class EventGenerator {

    private static final Set<String> OPERATIONS =
            Stream.of(Operation.values()).map(Operation::wireName).collect(Collectors.toUnmodifiableSet());
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int MICROS_IN_STEP = 1_000;
    private static final int BASE = 36;
    private static final int PREFIX_LENGTH = 6;

    private final RandomGenerator random;
    private final People people;
    private final MessageWriter messages;
    private final String prefix;
    private final LocalDateTime start;
    private final double malformed;
    private final List<Living> living = new ArrayList<>();
    private volatile Shares operations;
    private volatile Shares contactTypes;
    private long nextIndex;
    private long created;

    /** @throws IllegalArgumentException when an operation is unknown */
    public EventGenerator(GeneratorSettings settings) {
        random = new SplittableRandom(settings.seed());
        people = new People(settings.seed());
        messages = new MessageWriter(random);
        prefix = prefix(settings.seed());
        start = settings.start();
        malformed = settings.malformed();
        operations = settings.operations().onlyOf(OPERATIONS);
        contactTypes = settings.contactTypes();
    }

    /** A record that exists, and can be updated and deleted. */
    private static final class Living {

        private final String id;
        private final String contactType;
        private final LocalDateTime createdAt;
        private final Set<String> phones = new HashSet<>();
        private Person person;

        private Living(String id, String contactType, LocalDateTime createdAt, Person person) {
            this.id = id;
            this.contactType = contactType;
            this.createdAt = createdAt;
            this.person = person;
            phones.add(person.e164Phone());
        }
    }

    /** Changes the shares of the operations, starting with the next event. */
    public void operations(Shares shares) {
        operations = shares.onlyOf(OPERATIONS);
    }

    /** Changes the shares of the types of new records, starting with the next event. */
    public void contactTypes(Shares shares) {
        contactTypes = shares;
    }

    /** The next event. If there is no record to update or delete, one is created. */
    public synchronized GeneratedEvent next() {
        long index = nextIndex++;
        LocalDateTime version = start.plus(STEP.multipliedBy(index)).plusNanos(1_000L * random.nextInt(MICROS_IN_STEP));
        if (random.nextDouble() < malformed) {
            return malformed(index, version);
        }
        Operation operation = Operation.of(operations.draw(random));
        return switch (living.isEmpty() ? Operation.CREATE : operation) {
            case CREATE -> create(index, version);
            case UPDATE -> update(index, version);
            case DELETE -> delete(index, version);
        };
    }

    private GeneratedEvent create(long index, LocalDateTime version) {
        String id = newId();
        Living record = new Living(id, contactTypes.draw(random), version, people.next(id));
        living.add(record);
        return event(index, Operation.CREATE, version, record);
    }

    private GeneratedEvent update(long index, LocalDateTime version) {
        Living record = living.get(random.nextInt(living.size()));
        record.person = record.person.withPhone(newPhone(record));
        return event(index, Operation.UPDATE, version, record);
    }

    private GeneratedEvent delete(long index, LocalDateTime version) {
        int at = random.nextInt(living.size());
        Living record = living.get(at);
        // The order is irrelevant, so the last element takes the place of the removed one, in constant time.
        living.set(at, living.getLast());
        living.removeLast();
        return event(index, Operation.DELETE, version, record);
    }

    private GeneratedEvent malformed(long index, LocalDateTime version) {
        String key = living.isEmpty() ? newId() : living.get(random.nextInt(living.size())).id;
        SentEvent sent = new SentEvent(index, key, Operation.UPDATE, version, "", Person.NONE, true);
        return new GeneratedEvent(key, messages.malformed(sent), sent);
    }

    private GeneratedEvent event(long index, Operation operation, LocalDateTime version, Living record) {
        SentEvent sent = new SentEvent(index, record.id, operation, version, record.contactType, record.person, false);
        return new GeneratedEvent(record.id, messages.message(sent, record.createdAt), sent);
    }

    private String newPhone(Living record) {
        String phone = people.phone();
        while (!record.phones.add(Phones.e164(phone))) {
            phone = people.phone();
        }
        return phone;
    }

    private String newId() {
        created++;
        return prefix + "-" + Long.toString(created, BASE).toUpperCase(Locale.ROOT);
    }

    /** Streams with different seeds have different record ids, so that several can use one topic. */
    private static String prefix(long seed) {
        String digits = Long.toUnsignedString(new SplittableRandom(seed).split().nextLong(), BASE);
        return "C"
                + digits.substring(0, Math.min(PREFIX_LENGTH, digits.length())).toUpperCase(Locale.ROOT);
    }
}
