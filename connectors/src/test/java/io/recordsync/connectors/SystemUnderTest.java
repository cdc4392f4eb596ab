package io.recordsync.connectors;

import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.vendor.Simulator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the contract has to know of a system in order to test its connector against the system's simulator. */
public interface SystemUnderTest {

    Simulator simulator(Simulators all);

    Connector connector(Simulators all, VendorHttp http);

    /** The vendor's name of a contact. */
    String object();

    /** The field that holds our record id. */
    String recordIdField();

    String emailField();

    String nameField();

    /** A field that may be cleared. */
    String optionalField();

    /** Content of a contact, good in all but perhaps its e-mail address. */
    Map<String, @Nullable Object> content(String email, String name);

    /** What must never show. */
    List<String> secrets();

    /** Every error of the system's table, as the system answers with it. */
    List<ErrorCase> errors();

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
