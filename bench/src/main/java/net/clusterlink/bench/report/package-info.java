/** Owns what is made of the numbers: medians and ratios, the table, the file of raw rounds. */
@NullMarked
package net.clusterlink.bench.report;

import org.jspecify.annotations.NullMarked;
