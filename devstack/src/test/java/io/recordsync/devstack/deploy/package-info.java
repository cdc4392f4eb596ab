/** Checks what servers run: docker-compose.yml and what lies in deploy/, as far as that can be done without a Docker engine. */
@NullMarked
package io.recordsync.devstack.deploy;

import org.jspecify.annotations.NullMarked;
