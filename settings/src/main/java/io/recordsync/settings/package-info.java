@NullMarked
package io.recordsync.settings;

import org.jspecify.annotations.NullMarked;
