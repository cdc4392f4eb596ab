package io.recordsync.devstack.endtoend;

import java.util.List;

/**
 * Systems that hold the same people.
 *
 * @param entity the records of the pair, which no other pair has
 */
record Pair(String entity, List<PairSide> sides) {

    Pair {
        sides = List.copyOf(sides);
    }

    /** The side of this system. */
    PairSide side(String system) {
        return sides.stream()
                .filter(side -> side.system().equals(system))
                .findFirst()
                .orElseThrow();
    }
}
