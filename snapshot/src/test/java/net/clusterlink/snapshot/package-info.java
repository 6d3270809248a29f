/**
 * Owns the tests of the snapshot's look-ups. Building snapshots is tested where they are built.
 * JUnit's threads.
 */
@NullMarked
package net.clusterlink.snapshot;

import org.jspecify.annotations.NullMarked;
