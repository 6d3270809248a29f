/**
 * Owns the stage of the system tests: fabrics, gateway processes, their configuration, services and
 * clients, and the oracles that compare bytes. What must hold is left to the tests. Processes are
 * started and reaped on the test's thread; services run on virtual threads.
 */
@NullMarked
package net.clusterlink.systemtests.stage;

import org.jspecify.annotations.NullMarked;
