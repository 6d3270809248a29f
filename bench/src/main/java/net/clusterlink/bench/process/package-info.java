/**
 * Owns the processes of the course: starting and ending them, their ports, their processor time and
 * memory, as Linux shows them under {@code /proc}. Runs on the main thread; what still runs when
 * the JVM ends is ended by its shutdown hooks.
 */
@NullMarked
package net.clusterlink.bench.process;

import org.jspecify.annotations.NullMarked;
