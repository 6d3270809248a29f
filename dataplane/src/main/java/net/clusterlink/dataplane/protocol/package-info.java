/**
 * Owns the bytes of docs/protocol.md: frames, their fields, limits and codes. What a frame means
 * for a session is the data plane's to say. Plain values and parsers without channels; each parser
 * belongs to one event loop.
 */
@NullMarked
package net.clusterlink.dataplane.protocol;

import org.jspecify.annotations.NullMarked;
