/**
 * The expressions of mappings: CEL with some functions of our own, limited in length, depth, iterations and size of
 * text. This package does not depend on rule files.
 */
@NullMarked
package io.recordsync.rules.expression;

import org.jspecify.annotations.NullMarked;
