/**
 * Owns the promises of the product, checked from outside: two real gateway processes, real sockets,
 * real files. How they are set up is left to {@code stage}, how the protocol looks on the wire to
 * {@code wire}. Tests run on their own thread; services and clients on virtual threads.
 */
@NullMarked
package net.clusterlink.systemtests;

import org.jspecify.annotations.NullMarked;
