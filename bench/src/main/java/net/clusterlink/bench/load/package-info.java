/** Owns the loads: programs that use a service and say how it went. */
@NullMarked
package net.clusterlink.bench.load;

import org.jspecify.annotations.NullMarked;
