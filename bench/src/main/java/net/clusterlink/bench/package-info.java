/**
 * Owns the command {@code clusterlink bench}: its options, and the order of what is measured. Runs
 * on the main thread.
 */
@NullMarked
package net.clusterlink.bench;

import org.jspecify.annotations.NullMarked;
