@NullMarked
package io.recordsync.connectors;

import org.jspecify.annotations.NullMarked;
