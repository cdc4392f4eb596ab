/**
 * Two-way sync on a single machine: people edit the rows of an SQLite file and the contacts of a simulated Salesforce,
 * and both are kept the same. With {@code --once} it is a run that compares both sides at its end.
 */
@NullMarked
package io.recordsync.devstack.demo.twoway;

import org.jspecify.annotations.NullMarked;
