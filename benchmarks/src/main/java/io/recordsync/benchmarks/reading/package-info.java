/** The reading of a table by recordsync and by other programs: the tables, the runs, and what they cost. */
@NullMarked
package io.recordsync.benchmarks.reading;

import org.jspecify.annotations.NullMarked;
