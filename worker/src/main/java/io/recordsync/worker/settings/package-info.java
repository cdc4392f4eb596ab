/** The settings that only a worker needs: how deliveries are made, and the account of each system. */
@NullMarked
package io.recordsync.worker.settings;

import org.jspecify.annotations.NullMarked;
