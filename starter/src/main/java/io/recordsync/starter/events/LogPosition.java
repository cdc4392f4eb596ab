package io.recordsync.starter.events;

import io.recordsync.store.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The position in a database's log from Debezium's {@code source} block, as one number: {@code lsn} (PostgreSQL), {@code file} with {@code pos}
 * and {@code row} (MySQL, MariaDB), {@code commit_lsn} before {@code change_lsn} (SQL Server), {@code commit_scn} before {@code scn} (Oracle).
 * It falls when the database fails over, is restored or moves, so that it compares only what one log of one database holds.
 */
final class LogPosition {

    private static final Pattern DIGITS = Pattern.compile("\\d{1,24}");
    private static final Pattern BINLOG = Pattern.compile(".{1,200}\\.(\\d{1,18})");
    private static final Pattern HEX_LSN = Pattern.compile("[0-9a-fA-F]{1,8}:[0-9a-fA-F]{1,8}:[0-9a-fA-F]{1,4}");

    /** Room for positions in one file, and for rows at one position. */
    private static final BigDecimal FILE = BigDecimal.TEN.pow(24);

    private static final BigDecimal POSITION = BigDecimal.TEN.pow(9);

    /** A change's place stands behind the point of its commit's: enough digits for either. */
    private static final int DIGITS_BEHIND_COMMIT = 25;

    /** What connectors say of a position; one of them is enough to know a change again. */
    private static final List<String> POSITIONS = List.of(
            "lsn",
            "file",
            "gtid",
            "vgtid",
            "change_lsn",
            "commit_lsn",
            "scn",
            "commit_scn",
            "lcr_position",
            "commit_ts");

    /**
     * What tells changes at the same position apart: the server, since the promoted one may write to a file of the same name, and the number
     * within the position. PostgreSQL's {@code sequence} is not among them: it differs when the same change is sent again after a restart.
     */
    private static final List<String> TWINS =
            List.of("server_id", "pos", "row", "event_serial_no", "redo_thread", "rs_id", "ssn", "ts_ms");

    private LogPosition() {}

    /** Empty where the source says none, or none that can be compared. */
    static Optional<Version> of(Part source) {
        return number(source, "lsn")
                .or(() -> binlog(source))
                .or(() -> committed(hexadecimal(source, "commit_lsn"), hexadecimal(source, "change_lsn")))
                .or(() -> committed(number(source, "commit_scn"), number(source, "scn")))
                .map(Version::ofNumber);
    }

    /** All that tells a change from others of its record, and is the same when it is sent again; empty where there is no position. */
    static Optional<String> marks(Part source) {
        return POSITIONS.stream().allMatch(name -> text(source, name).isEmpty())
                ? Optional.empty()
                : Optional.of(Stream.concat(POSITIONS.stream(), TWINS.stream())
                        .map(name -> name + "=" + text(source, name))
                        .collect(Collectors.joining(",")));
    }

    private static Optional<BigDecimal> binlog(Part source) {
        Matcher file = BINLOG.matcher(text(source, "file"));
        return file.matches()
                ? Optional.of(new BigDecimal(file.group(1))
                        .multiply(FILE)
                        .add(number(source, "pos").orElse(BigDecimal.ZERO).multiply(POSITION))
                        .add(number(source, "row").orElse(BigDecimal.ZERO)))
                : Optional.empty();
    }

    /** Changes come in the order of their commits, and those of one commit in their own. */
    private static Optional<BigDecimal> committed(Optional<BigDecimal> commit, Optional<BigDecimal> change) {
        return commit.map(at -> at.add(change.orElse(BigDecimal.ZERO).movePointLeft(DIGITS_BEHIND_COMMIT)))
                .or(() -> change);
    }

    private static Optional<BigDecimal> number(Part source, String name) {
        return Optional.of(text(source, name))
                .filter(text -> DIGITS.matcher(text).matches())
                .map(BigDecimal::new);
    }

    private static Optional<BigDecimal> hexadecimal(Part source, String name) {
        return Optional.of(text(source, name))
                .filter(text -> HEX_LSN.matcher(text).matches())
                .map(LogPosition::hexadecimal);
    }

    private static BigDecimal hexadecimal(String lsn) {
        String[] parts = lsn.split(":");
        return new BigDecimal(new BigInteger(parts[0], 16)
                .shiftLeft(48)
                .add(new BigInteger(parts[1], 16).shiftLeft(16))
                .add(new BigInteger(parts[2], 16)));
    }

    /** A number's or a text's text; of anything else nothing. */
    private static String text(Part source, String name) {
        JsonNode value = source.node().path(name);
        return value.isString() || value.isNumber() ? value.asString() : "";
    }
}
