/**
 * Owns the decision: the attributes it sees, the compiled policy set and its answer. Where the
 * attributes come from and what is done with the answer belongs to the data plane. Plain values
 * without I/O; any thread, the event loops foremost.
 */
@NullMarked
package net.clusterlink.policy;

import org.jspecify.annotations.NullMarked;
