package io.recordsync.connectors.http;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.http.PublicSockets.PrivateAddressException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Translates the failure of a call that got no answer. The client's own exceptions are dropped: they may quote what was
 * sent or received, and their stack traces add nothing.
 */
final class NetworkFailure {

    private NetworkFailure() {}

    static RuntimeException reason(VendorCall call, Exception failure, boolean sent, Duration limit) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (Thread.currentThread().isInterrupted()) {
            return interrupted(call, sent);
        }
        if (failure instanceof PrivateAddressException) {
            return privateAddress(call);
        }
        return sent ? unanswered(call, failure, limit) : unreachable(call, failure, limit);
    }

    private static ConnectorException privateAddress(VendorCall call) {
        String message =
                ("%s has a private address, so %s was not sent. Private addresses must be allowed in the settings"
                                + " of the system.")
                        .formatted(call.system(), call);
        return new ConnectorException(ErrorKind.ACCOUNT_REFUSED, "PRIVATE_ADDRESS", message, false);
    }

    private static RuntimeException interrupted(VendorCall call, boolean sent) {
        if (!sent) {
            return new CallDeferredException(
                    ("%s: %s was interrupted before it was sent, because this process is stopping. It is retried"
                                    + " automatically.")
                            .formatted(call.system(), call),
                    Duration.ofSeconds(1));
        }
        return new ConnectorException(
                ErrorKind.TRANSIENT,
                "INTERRUPTED",
                "%s: %s was interrupted before its answer arrived, because this process is stopping.%s"
                        .formatted(call.system(), call, doubt(call)),
                call.write());
    }

    private static ConnectorException unanswered(VendorCall call, Exception failure, Duration limit) {
        String what = isTimeout(failure)
                ? String.format(Locale.ROOT, "did not answer %s within %d ms.", call, limit.toMillis())
                : "closed the connection before it had answered %s.".formatted(call);
        String code = isTimeout(failure) ? "TIMEOUT" : "CONNECTION_LOST";
        return unavailable(code, "%s %s%s".formatted(call.system(), what, doubt(call)), call.write());
    }

    private static ConnectorException unreachable(VendorCall call, Exception failure, Duration limit) {
        String message = "%s could not be reached for %s: %s. Nothing was sent."
                .formatted(call.system(), call, cause(failure, limit));
        return unavailable(code(failure), message, false);
    }

    private static ConnectorException unavailable(String code, String message, boolean inDoubt) {
        return new ConnectorException(ErrorKind.UNAVAILABLE, code, message, inDoubt);
    }

    private static String doubt(VendorCall call) {
        return call.write() ? " The write may nevertheless have been made." : "";
    }

    private static boolean isTimeout(Exception failure) {
        return failure instanceof InterruptedIOException;
    }

    private static String code(Exception failure) {
        return switch (failure) {
            case UnknownHostException unknown -> "UNKNOWN_HOST";
            case ConnectException refused -> "CONNECTION_REFUSED";
            case InterruptedIOException late -> "CONNECT_TIMEOUT";
            case SSLException insecure -> "TLS";
            default -> "CONNECTION_FAILED";
        };
    }

    private static String cause(Exception failure, Duration limit) {
        return switch (failure) {
            case UnknownHostException unknown -> "its host name is unknown; check the base URL and the name server";
            case ConnectException refused -> "nothing accepts connections at its address";
            case InterruptedIOException late ->
                String.format(Locale.ROOT, "no connection within %d ms", limit.toMillis());
            case SSLException insecure ->
                "no secure connection could be established; check its certificate, and whether HTTP_CA_FILE must"
                        + " contain its certificate authority";
            default -> "the connection failed";
        };
    }
}
