package io.recordsync.simulator.store;

/** A vendor's way to number its objects. */
public interface IdSequence {

    /**
     * The id of an object.
     *
     * @param type the vendor's name of the kind of object
     * @param number from 1, never used twice
     */
    String id(String type, long number);
}
