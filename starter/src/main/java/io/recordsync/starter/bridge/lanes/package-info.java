/** The two ways to Temporal: a workflow for each record, or one for each chunk of records. */
@NullMarked
package io.recordsync.starter.bridge.lanes;

import org.jspecify.annotations.NullMarked;
