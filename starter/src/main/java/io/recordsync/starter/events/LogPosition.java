package io.recordsync.starter.events;

import io.recordsync.store.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position in a database's log from Debezium's {@code source} block, as one number that only grows: {@code lsn} (PostgreSQL), {@code file}
 * with {@code pos} and {@code row} (MySQL, MariaDB), {@code change_lsn} or {@code commit_lsn} (SQL Server), {@code scn} (Oracle).
 */
final class LogPosition {

    private static final Pattern BINLOG = Pattern.compile(".{1,200}\\.(\\d{1,18})");
    private static final Pattern HEX_LSN = Pattern.compile("[0-9a-fA-F]{1,8}:[0-9a-fA-F]{1,8}:[0-9a-fA-F]{1,4}");

    /** Room for positions in one file, and for rows at one position. */
    private static final BigDecimal FILE = BigDecimal.TEN.pow(24);

    private static final BigDecimal POSITION = BigDecimal.TEN.pow(9);

    private LogPosition() {}

    /** Empty where the source has none. */
    static Optional<Version> of(Part source) throws UnreadableException {
        if (source.has("lsn")) {
            return source.version("lsn");
        }
        if (source.has("file")) {
            return Optional.of(binlog(source));
        }
        if (source.has("change_lsn") || source.has("commit_lsn")) {
            return sqlServer(source);
        }
        return source.version("scn");
    }

    private static Version binlog(Part source) throws UnreadableException {
        Matcher file = BINLOG.matcher(source.text("file"));
        if (!file.matches()) {
            throw source.wrong("file", "the name of a binary log");
        }
        return Version.ofNumber(new BigDecimal(file.group(1))
                .multiply(FILE)
                .add(number(source, "pos").multiply(POSITION))
                .add(number(source, "row")));
    }

    private static BigDecimal number(Part source, String name) throws UnreadableException {
        return source.version(name)
                .filter(version -> version.kind() == Version.Kind.NUMBER)
                .map(Version::value)
                .orElse(BigDecimal.ZERO);
    }

    private static Optional<Version> sqlServer(Part source) throws UnreadableException {
        Optional<String> change = source.optionalText("change_lsn");
        String lsn = change.isPresent() ? change.get() : source.text("commit_lsn");
        if (!HEX_LSN.matcher(lsn).matches()) {
            throw source.wrong("change_lsn", "a log sequence number");
        }
        String[] parts = lsn.split(":");
        BigInteger number = new BigInteger(parts[0], 16)
                .shiftLeft(48)
                .add(new BigInteger(parts[1], 16).shiftLeft(16))
                .add(new BigInteger(parts[2], 16));
        return Optional.of(Version.ofNumber(new BigDecimal(number)));
    }
}
