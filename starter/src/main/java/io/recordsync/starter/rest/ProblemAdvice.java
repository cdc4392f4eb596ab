package io.recordsync.starter.rest;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.LogFields;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers every error with problem details (RFC 9457) and an error id, and logs it under that id. An unexpected
 * exception is logged by its types and its stack trace only, because its message may quote a record's content, as
 * PostgreSQL's messages do.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final ErrorIds ids;

    ProblemAdvice(ErrorIds ids) {
        this.ids = ids;
    }

    @ExceptionHandler({
        NonTransientDataAccessResourceException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    ResponseEntity<Object> databaseUnavailable(Exception failure) {
        return unavailable("PostgreSQL", failure);
    }

    @ExceptionHandler({StatusRuntimeException.class, WorkflowServiceException.class})
    ResponseEntity<Object> temporalUnavailable(Exception failure) {
        return switch (Status.fromThrowable(failure).getCode()) {
            case INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED, INTERNAL -> unexpected(failure);
            default -> unavailable("Temporal", failure);
        };
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "The request failed because of an error in recordsync or a wrong setting. The log"
                        + " has the details under this error id.");
        String errorId = identify(problem);
        LogFields.ofError(errorId)
                .during(() -> LOG.error("A request failed: {}", types(failure), withoutMessage(failure)));
        return ResponseEntity.internalServerError().body(problem);
    }

    /** Answers problems that Spring found, and those that this API throws as a {@code ResponseStatusException}. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = body instanceof ProblemDetail given ? given : ProblemDetail.forStatus(status);
        LogFields.ofError(identify(problem))
                .during(() -> LOG.info(
                        "A request was answered with {}: {}", status.value(), withoutControls(problem.getDetail())));
        return new ResponseEntity<>(problem, headers, status);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = failure instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "A value";
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, name + " must be a whole number.");
        return createResponseEntity(problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, "There is no resource at this address. See /swagger-ui.html for those that exist.");
        return createResponseEntity(problem, headers, status, request);
    }

    private ResponseEntity<Object> unavailable(String server, Exception failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                ("%s does not answer now. Try again in some seconds. An event that was already accepted is not counted"
                                + " twice.")
                        .formatted(server));
        LogFields.ofError(identify(problem))
                .during(() -> LOG.warn(
                        "A request was answered with 503, because {} does not answer: {}", server, types(failure)));
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(TRY_AGAIN.toSeconds()))
                .body(problem);
    }

    private String identify(ProblemDetail problem) {
        String errorId = ids.next();
        problem.setProperty("errorId", errorId);
        return errorId;
    }

    private static String types(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .map(cause -> cause.getClass().getSimpleName())
                .collect(Collectors.joining(" by "));
    }

    private static Throwable withoutMessage(Throwable failure) {
        Throwable places = new Throwable(failure.getClass().getName());
        places.setStackTrace(failure.getStackTrace());
        return places;
    }

    private static String withoutControls(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\p{Cntrl}", "?");
    }
}
