/**
 * Files as a system: CSV and JSON Lines. One is written, whole or by adding lines, so that a crash leaves the old or the new; others are read: from
 * this machine, from the web, from GitHub. What is odd about them, and why it matters, is in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.files;

import org.jspecify.annotations.NullMarked;
