@NullMarked
package io.recordsync.starter;

import org.jspecify.annotations.NullMarked;
