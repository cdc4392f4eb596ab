@NullMarked
package io.recordsync.simulator;

import org.jspecify.annotations.NullMarked;
