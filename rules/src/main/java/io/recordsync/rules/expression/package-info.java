/**
 * The expressions of mappings: CEL with a few functions of ours, bounded in length, depth, iterations and size of text.
 * Nothing here knows what a rule file is.
 */
@NullMarked
package io.recordsync.rules.expression;

import org.jspecify.annotations.NullMarked;
