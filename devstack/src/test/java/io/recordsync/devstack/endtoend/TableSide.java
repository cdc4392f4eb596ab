package io.recordsync.devstack.endtoend;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A table of a database. Other programs change it at the same time. */
final class TableSide implements PairSide {

    /**
     * The names in a table, as they are written in its statements.
     *
     * @param now the expression for the time of a change
     * @param deleted the column that marks a deleted row; empty if rows are really deleted
     * @param types the text for each type of contact
     */
    record Names(
            String table,
            String firstName,
            String lastName,
            String email,
            String phone,
            String type,
            String modified,
            String now,
            String deleted,
            Map<String, String> types) {

        Names {
            types = Map.copyOf(types);
        }
    }

    private final String system;
    private final Names names;
    private final JdbcClient sql;

    TableSide(String system, String url, String user, String password, Names names) {
        this.system = system;
        this.names = names;
        this.sql = JdbcClient.create(new DriverManagerDataSource(url, user, password));
    }

    @Override
    public String system() {
        return system;
    }

    @Override
    public List<Row> rows() {
        String living = names.deleted().isEmpty() ? "" : " where not " + names.deleted();
        return sql.sql("select * from " + names.table() + living)
                .query((row, n) -> row(row))
                .list();
    }

    @Override
    public void make(String email, Map<Trait, String> traits) {
        String name = Objects.requireNonNull(traits.get(Trait.NAME));
        sql.sql("insert into %s (%s, %s, %s, %s, %s, %s) values (?, ?, ?, ?, ?, %s)"
                        .formatted(
                                names.table(),
                                names.email(),
                                names.firstName(),
                                names.lastName(),
                                names.phone(),
                                names.type(),
                                names.modified(),
                                names.now()))
                .params(
                        email,
                        PairSide.first(name),
                        PairSide.last(name),
                        traits.get(Trait.PHONE),
                        names.types().get(traits.get(Trait.TYPE)))
                .update();
    }

    @Override
    public void set(String email, Trait trait, String value) {
        switch (trait) {
            case NAME ->
                update(
                        email,
                        names.firstName() + " = ?, " + names.lastName() + " = ?",
                        PairSide.first(value),
                        PairSide.last(value));
            case PHONE -> update(email, names.phone() + " = ?", value);
            case TYPE ->
                update(
                        email,
                        names.type() + " = ?",
                        Objects.requireNonNull(names.types().get(value)));
        }
    }

    @Override
    public void delete(String email) {
        if (names.deleted().isEmpty()) {
            sql.sql("delete from %s where %s = ?".formatted(names.table(), names.email()))
                    .param(email)
                    .update();
        } else {
            update(email, names.deleted() + " = true");
        }
    }

    @Override
    public String content() {
        return sql.sql("select * from " + names.table()).query((row, n) -> everything(row)).list().stream()
                .sorted()
                .toList()
                .toString();
    }

    private void update(String email, String changes, String... values) {
        JdbcClient.StatementSpec update = sql.sql("update %s set %s, %s = %s where %s = ?"
                .formatted(names.table(), changes, names.modified(), names.now(), names.email()));
        for (String value : values) {
            update = update.param(value);
        }
        update.param(email).update();
    }

    private Row row(ResultSet row) throws SQLException {
        Map<Trait, String> traits = new EnumMap<>(Trait.class);
        traits.put(Trait.NAME, text(row, names.firstName()) + " " + text(row, names.lastName()));
        traits.put(Trait.PHONE, text(row, names.phone()));
        String shown = text(row, names.type());
        traits.put(
                Trait.TYPE,
                names.types().entrySet().stream()
                        .filter(type -> type.getValue().equals(shown))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(shown));
        return new Row(text(row, "recordsync_id"), text(row, names.email()), traits);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column.replaceAll("[\"`]", "")), "");
    }

    private static String everything(ResultSet row) throws SQLException {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            all.append(row.getString(i)).append('|');
        }
        return all.toString();
    }
}
