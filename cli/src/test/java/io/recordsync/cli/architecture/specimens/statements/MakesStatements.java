package io.recordsync.cli.architecture.specimens.statements;

import io.recordsync.store.sql.Statements;

/** Breaks a rule, on purpose: only the store makes statements. */
final class MakesStatements {

    Class<?> made() {
        return Statements.class;
    }
}
