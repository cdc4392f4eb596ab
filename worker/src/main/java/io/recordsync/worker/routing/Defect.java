package io.recordsync.worker.routing;

/**
 * What may be told of an exception that nobody expected. Its message may hold record content, so it is its kind and place alone.
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
        return "recordsync failed itself (%s at %s): please report it.".formatted(kind, place);
    }
}
