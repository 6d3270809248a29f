/**
 * Owns the trust of a fabric: its authority (CA), the certificates of its peers, the files both are
 * kept in, and the verification of who is on the far side of a tunnel. Whether a verified peer may
 * do anything is left to {@code policy}; when to load, and how to reload, to whoever holds the
 * credentials. Everything here is immutable once made and may be used from any thread; reading and
 * writing files blocks, so it stays off event loops, whereas verifying does no I/O.
 */
@NullMarked
package net.clusterlink.fabric;

import org.jspecify.annotations.NullMarked;
