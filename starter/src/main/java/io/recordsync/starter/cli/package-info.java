/** The commands of {@code recordsync} that start, send, ask and act. The last two go through the REST API. */
@NullMarked
package io.recordsync.starter.cli;

import org.jspecify.annotations.NullMarked;
