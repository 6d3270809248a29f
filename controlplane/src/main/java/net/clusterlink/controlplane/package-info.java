/**
 * Owns the way from configuration to the data plane: it builds each snapshot from the changes a
 * store delivers, hands it on, logs it and tells its status. Where configuration comes from is the
 * {@code store}'s; what is done with a snapshot is the data plane's. Runs on the thread on which
 * the store delivers; the status may be asked from any thread.
 */
@NullMarked
package net.clusterlink.controlplane;

import org.jspecify.annotations.NullMarked;
