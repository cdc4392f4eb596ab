/** The process that does the work: workflows, their routing, and a pool of workers for each system. */
@NullMarked
package io.recordsync.worker;

import org.jspecify.annotations.NullMarked;
