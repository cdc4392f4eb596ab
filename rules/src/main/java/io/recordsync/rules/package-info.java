@NullMarked
package io.recordsync.rules;

import org.jspecify.annotations.NullMarked;
