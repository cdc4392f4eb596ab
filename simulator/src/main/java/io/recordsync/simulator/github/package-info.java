/**
 * The part of GitHub's REST API with which files are read: contents, commits, blobs, and the hourly limits. Sources:
 * the vendor's pages "REST API endpoints for repository contents", "for commits", "Rate limits for the REST API" and
 * "Best practices".
 */
@NullMarked
package io.recordsync.simulator.github;

import org.jspecify.annotations.NullMarked;
