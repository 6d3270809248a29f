/**
 * Owns the processes of the course: starting and ending them, their ports, their processor time and
 * memory, as Linux shows them under {@code /proc}.
 */
@NullMarked
package net.clusterlink.bench.process;

import org.jspecify.annotations.NullMarked;
