package io.recordsync.connectors.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A vendor's error, as far as it may be shown. Error messages quote field values and are left out. Codes and field
 * names are taken only if they have the form of one.
 *
 * @param system the name of the system that answered
 * @param code the vendor's code; empty if the answer did not come from the vendor itself
 * @param fields the names of the fields that caused it
 * @param status the HTTP status; 0 for a row of an answer that succeeded as a whole
 * @param retryAfter the wait that the answer asked for
 * @param write whether a write failed
 * @param inDoubt whether that write may still have been made, now or later
 */
public record VendorError(
        String system,
        Optional<String> code,
        List<String> fields,
        int status,
        Optional<Duration> retryAfter,
        boolean write,
        boolean inDoubt) {

    /**
     * A gateway timed out, or says that it does not know the result; the server behind it may have carried out the
     * call.
     */
    private static final Set<Integer> GATEWAY_GAVE_UP = Set.of(502, 504, 520, 524);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final int MAX_FIELDS = 5;

    public VendorError {
        code = code.filter(VendorError::isName);
        fields = fields.stream().filter(VendorError::isName).limit(MAX_FIELDS).toList();
    }

    /** The error of an answer that failed as a whole, or that did not come from the vendor itself. */
    public static VendorError of(VendorResponse response, Optional<String> code, List<String> fields) {
        Optional<String> known = code.filter(VendorError::isName);
        boolean write = response.call().write();
        boolean doubt = write && saysNothing(response.status(), known.isPresent());
        return new VendorError(
                response.call().system(), known, fields, response.status(), response.retryAfter(), write, doubt);
    }

    /** The error of one row of an answer that succeeded as a whole. */
    public static VendorError ofRow(String system, Optional<String> code, List<String> fields) {
        return new VendorError(system, code, fields, 0, Optional.empty(), true, code.isEmpty());
    }

    /** The same error with another wait. */
    public VendorError after(Optional<Duration> wait) {
        return new VendorError(system, code, fields, status, wait, write, inDoubt);
    }

    /** The same error, in doubt if it is of a write. */
    public VendorError doubted() {
        return new VendorError(system, code, fields, status, retryAfter, write, write);
    }

    /** Whether the system says that it failed internally during a write; it may have made the write before that. */
    boolean failedInside() {
        return write && status >= 500;
    }

    /** The vendor's code, or the status if there is none. */
    String shownCode() {
        return code.orElse("HTTP_" + status);
    }

    private static boolean saysNothing(int status, boolean vendorsOwn) {
        boolean blank = status < 300 || status == 500;
        return GATEWAY_GAVE_UP.contains(status) || (blank && !vendorsOwn);
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
