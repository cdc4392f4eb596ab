/**
 * The rules for the dependencies between the modules. For each rule there is a class that breaks it, which proves that
 * the rule finds violations.
 */
@NullMarked
package io.recordsync.cli.architecture;

import org.jspecify.annotations.NullMarked;
