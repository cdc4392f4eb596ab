@NullMarked
package io.recordsync.devstack;

import org.jspecify.annotations.NullMarked;
