package io.recordsync.simulator.events;

import java.time.LocalDateTime;

/**
 * The settings of a stream. The same settings give the same messages, byte for byte.
 *
 * @param start the time of the first event, in UTC; each event is about a millisecond later than the one before
 * @param operations the shares of create, update and delete
 * @param contactTypes the shares of the types of new records
 * @param malformed the share of messages that cannot be interpreted, from 0 to 1
 */
public record GeneratorSettings(
        long seed, LocalDateTime start, Shares operations, Shares contactTypes, double malformed) {

    /** The default shares of the operations. */
    public static final String OPERATIONS = "create=60,update=35,delete=5";

    /** The default shares of the contact types. */
    public static final String CONTACT_TYPES = "lead=40,customer=25,prospect=20,vendor=10,partner=3,employee=2";

    /** The default time of the first event if a seed is given. */
    public static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    public GeneratorSettings {
        if (!(malformed >= 0 && malformed <= 1)) {
            throw new IllegalArgumentException("The share of malformed messages must be from 0 to 1.");
        }
    }

    /** The default shares and start time, without malformed messages. */
    public static GeneratorSettings of(long seed) {
        return new GeneratorSettings(seed, START, Shares.parse(OPERATIONS), Shares.parse(CONTACT_TYPES), 0);
    }

    /** These settings with another share of malformed messages. */
    public GeneratorSettings withMalformed(double share) {
        return new GeneratorSettings(seed, start, operations, contactTypes, share);
    }

    /** These settings with another time of the first event. */
    public GeneratorSettings startingAt(LocalDateTime time) {
        return new GeneratorSettings(seed, time, operations, contactTypes, malformed);
    }
}
