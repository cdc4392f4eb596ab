/**
 * The commands for a person who sets a system up. They call the system directly, with the settings of a worker, and
 * need no server of ours except the database where tokens are stored.
 */
@NullMarked
package io.recordsync.worker.cli;

import org.jspecify.annotations.NullMarked;
