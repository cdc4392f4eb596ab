package io.recordsync.connectors.database;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.TRANSIENT;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;
import static io.recordsync.connectors.http.ErrorMeaning.row;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.ErrorMeaning;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The meanings of a database's errors, by SQLState: all five characters first, then the class of two characters. Error
 * messages quote values and are not shown; the driver's exceptions are dropped for the same reason.
 */
final class DatabaseErrors {

    static final Duration LIMIT_WAIT = Duration.ofSeconds(5);

    /** The class of the states of a statement that does not fit the table. */
    static final String UNFIT = "42";

    private static final String CHECK_RECORD = "Correct the record or its rule, then retry.";
    private static final String CHECK_TABLE =
            "The table does not match the rule. Correct the table or the rule, then retry.";
    private static final String AGAIN = "It is retried automatically.";

    private static final Map<String, ErrorMeaning> TABLE = Map.ofEntries(
            row("08", UNAVAILABLE, "The database could not be reached, or closed the connection. " + AGAIN),
            row("28", ACCOUNT_REFUSED, "The database refuses the user or its password. Correct the credentials."),
            row("3D", ACCOUNT_REFUSED, "The database does not exist. Correct its URL."),
            row("42501", ACCOUNT_REFUSED, "The database user lacks a permission. Grant it."),
            //
            row("40", TRANSIENT, "It conflicted with another transaction. " + AGAIN),
            row("55", TRANSIENT, "Another transaction has locked the row. " + AGAIN),
            //
            row(
                    "25006",
                    UNAVAILABLE,
                    "The database accepts no writes now, because it is a replica or read-only. " + AGAIN),
            row("53", UNAVAILABLE, "The database has no disk space, memory or connections left. " + AGAIN),
            row(
                    "57",
                    UNAVAILABLE,
                    "The database cancelled the statement, because it took too long or because the"
                            + " server is shutting down. " + AGAIN),
            row("58", UNAVAILABLE, "The database server had a system error. " + AGAIN),
            row(
                    "70",
                    UNAVAILABLE,
                    "The database cancelled the statement, because it took too long or was killed. " + AGAIN),
            row("XX", UNAVAILABLE, "The database had an internal error. " + AGAIN),
            //
            row("23505", PERMANENT, "Another row has the value of a unique column."),
            row("23", PERMANENT, "A constraint of the table does not allow the write. " + CHECK_RECORD),
            row("22", PERMANENT, "A value does not have the type of its column, or is too long. " + CHECK_RECORD),
            row("44", PERMANENT, "The view does not allow the write. " + CHECK_RECORD),
            row("45", PERMANENT, "A trigger of the database refuses the write. " + CHECK_RECORD),
            row("P0", PERMANENT, "A trigger of the database refuses the write. " + CHECK_RECORD),
            row("54", PERMANENT, "The write exceeds a limit of the database. " + CHECK_RECORD),
            row("21", PERMANENT, CHECK_TABLE),
            row(UNFIT, PERMANENT, CHECK_TABLE),
            row("3F", PERMANENT, CHECK_TABLE),
            row("0A", PERMANENT, CHECK_TABLE));

    /**
     * An unknown error counts as a failed attempt of the record. If it persists, the record goes into the slow retry.
     */
    private static final ErrorMeaning UNKNOWN = row("", TRANSIENT, AGAIN).getValue();

    private static final int CLASS = 2;
    private static final int MAX_CHAIN_LENGTH = 10;
    private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

    private final String system;
    private final Dialect dialect;

    DatabaseErrors(String system, Dialect dialect) {
        this.system = system;
        this.dialect = dialect;
    }

    /** The row that a write was to be linked to no longer exists. */
    ConnectorException vanished(Write write) {
        return LinkCandidate.vanished(system, write);
    }

    /** The create was not made, because rows match it. */
    ConnectorException met(Write create) {
        return LinkCandidate.matched(system, create);
    }

    /** The write was not made, because rows match it. */
    ConnectorException matched(Write write) {
        return ConnectorException.refused("MATCHES", "%s has rows that match %s.".formatted(system, write));
    }

    /**
     * The refusal of one write. For a create or an update it has the written columns that the database names. Of a
     * constraint or an index it tells only the name, which usually contains the names of its columns.
     */
    ConnectorException reason(SQLException failure, Write write) {
        boolean twoWay = write.operation() == Operation.CREATE || write.operation() == Operation.UPDATE;
        Optional<String> name = twoWay ? culprit(failure) : Optional.empty();
        return reason(failure, write.toString())
                .ofFields(name.map(one -> columnsIn(one, write)).orElse(Set.of()));
    }

    private static Set<String> columnsIn(String name, Write write) {
        List<String> contained = write.content().keySet().stream()
                .filter(column -> containsWord(name, column))
                .toList();
        return contained.stream()
                .filter(column -> contained.stream()
                        .noneMatch(longer -> longer.length() > column.length() && containsWord(longer, column)))
                .collect(Collectors.toSet());
    }

    private static boolean containsWord(String name, String word) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z0-9])", Pattern.CASE_INSENSITIVE)
                .matcher(name)
                .find();
    }

    private Optional<String> culprit(SQLException failure) {
        return chain(failure).flatMap(one -> dialect.culprit(one).stream()).findFirst();
    }

    /** @param subject what was asked: {@code UPSERT of customer_contact A1234} */
    ConnectorException reason(SQLException failure, String subject) {
        return reason(failure, subject, false);
    }

    /**
     * The failure of a commit. It is in doubt only if no answer came or the error has no state; a refusal has rolled
     * everything back.
     */
    ConnectorException commitReason(SQLException failure, String subject) {
        return reason(
                failure,
                subject,
                meaning(told(failure)).kind() == UNAVAILABLE || told(failure).isEmpty());
    }

    boolean isDuplicate(SQLException failure) {
        return told(failure).equals("23505");
    }

    /** Whether one row caused it, so that the other rows of the transaction are worth a second attempt without it. */
    boolean isOfARow(SQLException failure) {
        String state = told(failure);
        return state.startsWith("55") || meaning(state).kind() == PERMANENT;
    }

    private ConnectorException reason(SQLException failure, String subject, boolean inDoubt) {
        String state = told(failure);
        ErrorMeaning meaning = meaning(state);
        String at = culprit(failure).map(name -> " on " + name).orElse("");
        String doubt = inDoubt ? " The write may nevertheless have been made." : "";
        return new ConnectorException(
                meaning.kind(),
                code(state),
                "%s answered %s with %s%s. %s%s".formatted(system, subject, code(state), at, meaning.advice(), doubt),
                inDoubt,
                meaning.pause().orElse(null),
                null);
    }

    private static ErrorMeaning meaning(String state) {
        return Optional.ofNullable(TABLE.get(state))
                .or(() -> Optional.ofNullable(TABLE.get(state.substring(0, Math.min(CLASS, state.length())))))
                .orElse(UNKNOWN);
    }

    private static String code(String state) {
        return state.isEmpty() ? "SQL_ERROR" : state;
    }

    /**
     * The first valid SQLState among the failure, its next exceptions and its causes. A pool's exception has no state;
     * a batch's repeats that of its row.
     */
    private String told(SQLException failure) {
        return chain(failure)
                .map(dialect::state)
                .filter(state -> STATE.matcher(state).matches())
                .findFirst()
                .orElse("");
    }

    private static Stream<SQLException> chain(SQLException failure) {
        List<SQLException> chain = new ArrayList<>();
        for (Throwable one = failure; one != null && chain.size() < MAX_CHAIN_LENGTH; one = next(one)) {
            if (one instanceof SQLException told) {
                chain.add(told);
            }
        }
        return chain.stream();
    }

    private static @Nullable Throwable next(Throwable failure) {
        Throwable next = failure instanceof SQLException sql ? sql.getNextException() : null;
        return next == null ? failure.getCause() : next;
    }
}
