/**
 * Owns what is measured: each figure of the course, its unit, and how a round of it goes. Runs on
 * the main thread; what a figure starts beside it ends with the round.
 */
@NullMarked
package net.clusterlink.bench.figure;

import org.jspecify.annotations.NullMarked;
