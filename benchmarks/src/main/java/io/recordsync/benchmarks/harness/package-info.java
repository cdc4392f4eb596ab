/**
 * What every benchmark needs: servers and the processes under test, each in its own process; messages; the CPU time of
 * each process; the result as a table and as JSON.
 */
@NullMarked
package io.recordsync.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
