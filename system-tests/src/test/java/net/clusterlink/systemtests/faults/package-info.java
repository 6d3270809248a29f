/**
 * Owns the tests of broken surroundings: networks that drop, gateways that stand still, names that
 * nobody answers for; and the network namespaces that these happen in, so that the machine itself
 * is left alone. Gateways are left to the stage. Whatever opens sockets in a namespace runs on
 * threads that have entered it.
 */
@NullMarked
package net.clusterlink.systemtests.faults;

import org.jspecify.annotations.NullMarked;
