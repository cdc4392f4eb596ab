/** Checks of docker-compose.yml and the files in deploy/, as far as they can be checked without a Docker engine. */
@NullMarked
package io.recordsync.cli.deploy;

import org.jspecify.annotations.NullMarked;
