/**
 * Owns the variants of the course: two hops from clients to services, of ClusterLink's gateways or
 * of another program, and how each is configured and started. Runs on the main thread; a slow link
 * carries on virtual threads.
 */
@NullMarked
package net.clusterlink.bench.rival;

import org.jspecify.annotations.NullMarked;
