/** What all processes share of an account at a system: its quota and its credentials. */
@NullMarked
package io.recordsync.store.account;

import org.jspecify.annotations.NullMarked;
