package io.recordsync.simulator.store;

/** A vendor's scheme of object ids. */
public interface IdSequence {

    /**
     * The id of an object.
     *
     * @param type the vendor's name of the object type
     * @param number from 1, never used twice
     */
    String id(String type, long number);
}
