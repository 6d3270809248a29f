/**
 * Owns user traffic: import listeners, tunnels, the ingress server and the sessions between them.
 * Whether a session is allowed is asked of {@code policy}, what exists is read from {@code
 * snapshot}; where configuration comes from is not known here. Everything of a session runs on one
 * event loop, which never blocks and never locks.
 */
@NullMarked
package net.clusterlink.dataplane;

import org.jspecify.annotations.NullMarked;
