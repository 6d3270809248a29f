/**
 * Owns the log of a running gateway: one line an event on standard error, as text or JSON. What is
 * logged, and with which keys, is said by those who log. Lines are written by one thread of the
 * log's own; who logs is never held up.
 */
@NullMarked
package net.clusterlink.cli.logging;

import org.jspecify.annotations.NullMarked;
