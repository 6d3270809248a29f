/**
 * Owns a second, small implementation of docs/protocol.md, written from that page alone, which also
 * says what no honest gateway would. What a gateway must answer is left to the tests. Blocking; on
 * the caller's thread.
 */
@NullMarked
package net.clusterlink.systemtests.wire;

import org.jspecify.annotations.NullMarked;
