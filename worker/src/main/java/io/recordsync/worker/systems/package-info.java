/** Makes the connectors of the systems that are configured, and checks that the rules name no other. */
@NullMarked
package io.recordsync.worker.systems;

import org.jspecify.annotations.NullMarked;
