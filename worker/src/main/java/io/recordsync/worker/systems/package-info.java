/**
 * Makes the connectors of the configured systems, and checks that the systems in the rules exist and are configured.
 */
@NullMarked
package io.recordsync.worker.systems;

import org.jspecify.annotations.NullMarked;
