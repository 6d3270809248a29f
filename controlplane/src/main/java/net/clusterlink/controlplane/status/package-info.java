/**
 * Owns the status of the resources in force: their conditions, and where imports listen. It is told
 * by the data plane's events and by each snapshot; showing it is left to {@code admin}. Events come
 * on event loops, snapshots on the store's thread, and any thread may ask; nothing blocks.
 */
@NullMarked
package net.clusterlink.controlplane.status;

import org.jspecify.annotations.NullMarked;
