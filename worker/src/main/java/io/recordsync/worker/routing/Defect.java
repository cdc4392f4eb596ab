package io.recordsync.worker.routing;

/**
 * The part of an unexpected exception that may be reported. The exception's message may contain record content, so only
 * its class and place are reported.
 *
 * @param kind the exception's class
 * @param place where it was thrown
 */
public record Defect(String kind, String place) {

    public static Defect of(RuntimeException exception) {
        StackTraceElement[] trace = exception.getStackTrace();
        return new Defect(
                exception.getClass().getSimpleName(), trace.length == 0 ? "an unknown place" : trace[0].toString());
    }

    @Override
    public String toString() {
        return "recordsync failed because of a defect of its own (%s at %s). Please report it.".formatted(kind, place);
    }
}
