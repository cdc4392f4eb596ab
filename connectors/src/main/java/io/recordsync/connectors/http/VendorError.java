package io.recordsync.connectors.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a vendor said went wrong, as far as it can be shown. Messages quote field values, so they are not in it; codes and field names
 * are taken only if they look like such.
 *
 * @param code the vendor's code; empty where the answer was none of the vendor's own
 * @param fields the names of the fields at fault
 * @param status the HTTP status; 0 for a row of an answer that succeeded as a whole
 * @param retryAfter what the answer asked for
 * @param write whether it was a write that failed
 * @param inDoubt whether that write may have been made all the same, now or later
 */
public record VendorError(
        Optional<String> code,
        List<String> fields,
        int status,
        Optional<Duration> retryAfter,
        boolean write,
        boolean inDoubt) {

    /** A gateway gave up, or says that it does not know; the server behind it may have done the work. */
    private static final Set<Integer> GATEWAY_GAVE_UP = Set.of(502, 504, 520, 524);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final int MOST_FIELDS = 5;

    public VendorError {
        code = code.filter(VendorError::isName);
        fields = fields.stream().filter(VendorError::isName).limit(MOST_FIELDS).toList();
    }

    /** Of an answer that failed as a whole, or that is not one of the vendor's own. */
    public static VendorError of(VendorResponse response, Optional<String> code, List<String> fields) {
        Optional<String> known = code.filter(VendorError::isName);
        boolean write = response.call().write();
        boolean doubt = write && saysNothing(response.status(), known.isPresent());
        return new VendorError(known, fields, response.status(), response.retryAfter(), write, doubt);
    }

    /** Of one row of an answer that succeeded as a whole. */
    public static VendorError ofRow(Optional<String> code, List<String> fields) {
        return new VendorError(code, fields, 0, Optional.empty(), true, code.isEmpty());
    }

    /** The same, with another wait. */
    public VendorError after(Optional<Duration> wait) {
        return new VendorError(code, fields, status, wait, write, inDoubt);
    }

    /** The same, in doubt if it is a write. */
    public VendorError doubted() {
        return new VendorError(code, fields, status, retryAfter, write, write);
    }

    /** Whether the system says that it failed at a write itself: it may have made it before that. */
    boolean failedInside() {
        return write && status >= 500;
    }

    /** The vendor's code, else the status. */
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
