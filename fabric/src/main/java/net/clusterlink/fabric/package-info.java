/**
 * Owns the trust of a fabric: its authority (CA), the certificates of its peers and what is revoked
 * of them, the files all are kept in, and the verification of who is on the far side of a tunnel.
 * Whether a verified peer may do anything is left to {@code policy}; how changed credentials come
 * into force, to whoever the watch hands them to. Reading and writing files blocks, so it stays off
 * event loops and the watch has a thread of its own; all else is immutable, does no I/O and may be
 * used from any thread.
 */
@NullMarked
package net.clusterlink.fabric;

import org.jspecify.annotations.NullMarked;
