/**
 * Owns how numbers become a picture: charts of curves, drawn as SVG. What is shown is for others to
 * say. Runs on the main thread.
 */
@NullMarked
package net.clusterlink.bench.picture;

import org.jspecify.annotations.NullMarked;
