/**
 * GitHub's REST API as far as files are read by it: contents, commits, blobs, the limits of the hour. Sources: the vendor's pages "REST API endpoints
 * for repository contents", "for commits", "Rate limits for the REST API" and "Best practices".
 */
@NullMarked
package io.recordsync.simulator.github;

import org.jspecify.annotations.NullMarked;
