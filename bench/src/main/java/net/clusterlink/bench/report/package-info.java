/**
 * Owns what is made of the numbers: medians and ratios, the table, the file of raw rounds. Runs on
 * the main thread.
 */
@NullMarked
package net.clusterlink.bench.report;

import org.jspecify.annotations.NullMarked;
