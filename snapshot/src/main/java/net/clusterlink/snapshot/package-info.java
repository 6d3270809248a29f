/**
 * Owns the snapshot: one immutable picture of everything a data plane needs, replaced by one
 * reference and never edited. Building it is the control plane's, acting on it the data plane's.
 * Look-ups only; any thread.
 */
@NullMarked
package net.clusterlink.snapshot;

import org.jspecify.annotations.NullMarked;
