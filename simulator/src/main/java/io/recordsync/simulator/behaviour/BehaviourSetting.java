package io.recordsync.simulator.behaviour;

import java.time.InstantSource;

/** The behaviour of one system, which can be changed while it runs. Thread-safe. */
public final class BehaviourSetting {

    private final InstantSource rightTime;
    private volatile Behaviour now;

    /** @param rightTime the clock from which the system's own clock may differ */
    public BehaviourSetting(Behaviour first, InstantSource rightTime) {
        this.now = first;
        this.rightTime = rightTime;
    }

    public Behaviour now() {
        return now;
    }

    /** Changes the behaviour for all that follows. What the system holds already stays as it is. */
    public void change(Behaviour next) {
        now = next;
    }

    /** The system's own clock. */
    public InstantSource clock() {
        return () -> rightTime.instant().plus(now.clockOffset());
    }
}
