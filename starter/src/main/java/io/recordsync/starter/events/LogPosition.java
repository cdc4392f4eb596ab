package io.recordsync.starter.events;

import io.recordsync.store.ledger.Version;
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
 * The position in a database's log from Debezium's {@code source} block, as one number: {@code lsn} (PostgreSQL),
 * {@code file} with {@code pos} and {@code row} (MySQL, MariaDB), {@code commit_lsn} before {@code change_lsn} (SQL
 * Server), {@code commit_scn} before {@code scn} (Oracle). It becomes lower when the database fails over, is restored
 * or is moved, so that only positions of one log of one database can be compared.
 */
final class LogPosition {

    private static final Pattern DIGITS = Pattern.compile("\\d{1,24}");
    private static final Pattern BINLOG = Pattern.compile(".{1,200}\\.(\\d{1,18})");
    private static final Pattern HEX_LSN = Pattern.compile("[0-9a-fA-F]{1,8}:[0-9a-fA-F]{1,8}:[0-9a-fA-F]{1,4}");

    /** The factors leave enough digits for positions in one file, and for rows at one position. */
    private static final BigDecimal FILE = BigDecimal.TEN.pow(24);

    private static final BigDecimal POSITION = BigDecimal.TEN.pow(9);

    /**
     * A change's own position is added as decimal places of its commit's position. This number of digits is enough for
     * SQL Server and for Oracle.
     */
    private static final int DIGITS_BEHIND_COMMIT = 25;

    /**
     * The fields in which connectors give a position. One of them is enough to recognise a change that is sent again.
     */
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
     * The fields that distinguish changes at the same position: the server, because a promoted server may write to a
     * file of the same name, and the number within the position. PostgreSQL's {@code sequence} is not among them: it
     * differs when the same change is sent again after a restart.
     */
    private static final List<String> TWINS =
            List.of("server_id", "pos", "row", "event_serial_no", "redo_thread", "rs_id", "ssn", "ts_ms");

    private LogPosition() {}

    /** Empty if the source has no position, or none that can be compared. */
    static Optional<Version> of(Part source) {
        return number(source, "lsn")
                .or(() -> binlog(source))
                .or(() -> committed(hexadecimal(source, "commit_lsn"), hexadecimal(source, "change_lsn")))
                .or(() -> committed(number(source, "commit_scn"), number(source, "scn")))
                .map(Version::ofNumber);
    }

    /**
     * All fields that distinguish a change from others of its record and that are the same when it is sent again. Empty
     * if there is no position.
     */
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

    /** Orders changes by their commits, and the changes of one commit by their own position. */
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

    /** The value as text if it is a number or text, otherwise empty. */
    private static String text(Part source, String name) {
        JsonNode value = source.node().path(name);
        return value.isString() || value.isNumber() ? value.asString() : "";
    }
}
