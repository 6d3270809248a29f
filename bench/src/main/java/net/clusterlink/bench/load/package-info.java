/**
 * Owns the loads: programs that use a service and say how it went. Runs on the main thread, which
 * waits for them; an echo serves each connection on a virtual thread.
 */
@NullMarked
package net.clusterlink.bench.load;

import org.jspecify.annotations.NullMarked;
