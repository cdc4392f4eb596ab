/**
 * The readers of the topics. A reader polls, passes the poll on, and commits it when it is taken in. A poll that cannot
 * be taken in now stays in memory and is tried again.
 */
@NullMarked
package io.recordsync.starter.bridge.consumer;

import org.jspecify.annotations.NullMarked;
