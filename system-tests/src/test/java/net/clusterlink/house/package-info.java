/**
 * Owns the rules of the house that a compiler does not check: which module may use which, what a
 * class may be called, how the source is formatted. What the product does is checked elsewhere.
 * Runs on the test's thread, on class files and sources alone.
 */
@NullMarked
package net.clusterlink.house;

import org.jspecify.annotations.NullMarked;
