/**
 * The command {@code recordsync}: it puts the commands of all modules together. The launcher of the same name in the
 * root of the project runs it. Servers run the worker and the starter without it.
 */
@NullMarked
package io.recordsync.cli;

import org.jspecify.annotations.NullMarked;
