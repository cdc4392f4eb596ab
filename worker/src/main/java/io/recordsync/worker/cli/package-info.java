/** The commands of a person who sets a system up: they ask it directly, with the settings of a worker, and need no server of ours. */
@NullMarked
package io.recordsync.worker.cli;

import org.jspecify.annotations.NullMarked;
