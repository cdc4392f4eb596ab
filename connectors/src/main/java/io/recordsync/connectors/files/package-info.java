/**
 * Files as a system, in CSV and JSON Lines. One file is written, as a whole or by appending, so that a crash leaves
 * either the old or the new content. Others are read: from this machine, from the web, from GitHub. What is special
 * about files, and why it matters, is described in {@code BEHAVIOR.md} beside this file.
 */
@NullMarked
package io.recordsync.connectors.files;

import org.jspecify.annotations.NullMarked;
