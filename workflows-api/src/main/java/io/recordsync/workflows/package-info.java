@NullMarked
package io.recordsync.workflows;

import org.jspecify.annotations.NullMarked;
