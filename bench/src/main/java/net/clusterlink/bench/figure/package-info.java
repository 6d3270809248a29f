/** Owns what is measured: each figure of the course, its unit, and how a round of it goes. */
@NullMarked
package net.clusterlink.bench.figure;

import org.jspecify.annotations.NullMarked;
