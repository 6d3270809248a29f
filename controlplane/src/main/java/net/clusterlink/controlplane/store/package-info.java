/**
 * Owns the border between a source of configuration and the control plane: validated changes,
 * problems and what must be refused because it could not be read. How resources are found and kept
 * is left to each store, building snapshots to the control plane. Values and one interface; a store
 * delivers on its own thread.
 */
@NullMarked
package net.clusterlink.controlplane.store;

import org.jspecify.annotations.NullMarked;
