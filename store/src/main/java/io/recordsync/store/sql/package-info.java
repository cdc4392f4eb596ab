/** How statements are made and run: for one row or for many, in transactions, with rows as arrays. */
@NullMarked
package io.recordsync.store.sql;

import org.jspecify.annotations.NullMarked;
