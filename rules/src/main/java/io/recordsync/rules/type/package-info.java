/** The types of mapped fields: how each is checked and converted to its normal form. No message contains a value. */
@NullMarked
package io.recordsync.rules.type;

import org.jspecify.annotations.NullMarked;
