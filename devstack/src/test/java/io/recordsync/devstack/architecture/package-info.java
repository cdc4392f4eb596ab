/** The arrows between the modules, held by rules; and specimens that break each of them, so that every rule is known to bite. */
@NullMarked
package io.recordsync.devstack.architecture;

import org.jspecify.annotations.NullMarked;
