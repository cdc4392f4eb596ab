package io.recordsync.connectors;

import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A system that is tested at its simulator. */
public interface SimulatedUnderTest extends SystemUnderTest {

    Connector connector(Simulator simulator, VendorHttp http, InstantSource clock);

    /** The type under which the simulator's store keeps contacts. */
    default String storedAs() {
        return object();
    }

    /** Merges two contacts, as {@link TestedSystem#merge} says. */
    default Optional<String> merge(Simulator simulator, StoredObject loser, StoredObject winner) {
        return Optional.empty();
    }

    /** Every error of the system's table, as the system answers with it. */
    List<ErrorCase> errors();

    @Override
    default TestedSystem start(VendorHttp http) {
        return new SimulatedTest(this, http);
    }

    /** An answer and what it means. */
    record ErrorCase(ApiReply reply, ErrorKind kind, String code, boolean inDoubt) {

        public static ErrorCase of(ApiReply reply, ErrorKind kind, String code) {
            return new ErrorCase(reply, kind, code, false);
        }

        public static ErrorCase inDoubt(ApiReply reply, ErrorKind kind, String code) {
            return new ErrorCase(reply, kind, code, true);
        }
    }
}
