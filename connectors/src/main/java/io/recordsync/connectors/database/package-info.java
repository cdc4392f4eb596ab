/**
 * A tenant's own database, over JDBC: PostgreSQL, MySQL and MariaDB, SQLite. An object is a table, a field is a column,
 * and a column with unique values holds our record id. What is special about these databases, and why it matters, is
 * described in {@code BEHAVIOR.md}.
 */
@NullMarked
package io.recordsync.connectors.database;

import org.jspecify.annotations.NullMarked;
