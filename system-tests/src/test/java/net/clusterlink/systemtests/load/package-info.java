/**
 * Owns the tests of many sessions: a steady stream of short ones, thousands held at once, and what
 * a gateway holds on to afterwards. Gateways and services are left to the stage. Clients run on
 * virtual threads, begun by the test's thread at the times of a plan.
 */
@NullMarked
package net.clusterlink.systemtests.load;

import org.jspecify.annotations.NullMarked;
