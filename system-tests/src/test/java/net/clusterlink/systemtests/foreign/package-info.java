/**
 * Owns the tests that carry other people's programs through the fabric and hold what they see
 * against a direct connection, and the servers these talk to. Gateways and clients of our own are
 * left to the stage. Servers are processes of their own, started and ended on the test's thread.
 */
@NullMarked
package net.clusterlink.systemtests.foreign;

import org.jspecify.annotations.NullMarked;
