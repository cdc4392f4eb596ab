package io.recordsync.connectors.database;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ObjectSchema;
import java.util.List;

/** The columns of a table as the database describes them. */
final class DatabaseFields {

    private final ConnectionTransactions transactions;
    private final Tables tables;

    DatabaseFields(ConnectionTransactions transactions, Tables tables) {
        this.transactions = transactions;
        this.tables = tables;
    }

    ObjectSchema describe(String object, CallScope scope) {
        return transactions.read("a description of " + object, scope, session -> {
            TableDefinition table = tables.describe(object, session.connection());
            List<ObjectSchema.Field> fields =
                    table.columns().stream().map(column -> field(column, table)).toList();
            return new ObjectSchema(object, true, fields);
        });
    }

    private static ObjectSchema.Field field(Column column, TableDefinition table) {
        return new ObjectSchema.Field(
                column.name(),
                column.label(),
                column.typeName(),
                !column.nullable() && !column.hasDefault() && !column.generated(),
                !column.generated(),
                table.unique().contains(column.name()) || table.primaryKey().equals(List.of(column.name())),
                column.longest());
    }
}
