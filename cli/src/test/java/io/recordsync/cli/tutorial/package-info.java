/** Runs the commands of docs/tutorial.md. */
@NullMarked
package io.recordsync.cli.tutorial;

import org.jspecify.annotations.NullMarked;
