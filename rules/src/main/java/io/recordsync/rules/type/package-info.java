/** The types of mapped fields: how each is checked and brought into its normal form. No message holds a value. */
@NullMarked
package io.recordsync.rules.type;

import org.jspecify.annotations.NullMarked;
