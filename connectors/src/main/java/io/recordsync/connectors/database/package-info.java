/**
 * A tenant's own database, over JDBC: PostgreSQL, MySQL and MariaDB, SQLite. An object is a table, a field is a column, and a column of
 * unique values holds our record id. What these databases do, and why it matters, is in {@code BEHAVIOR.md}.
 */
@NullMarked
package io.recordsync.connectors.database;

import org.jspecify.annotations.NullMarked;
