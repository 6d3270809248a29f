/**
 * Owns the tests of the decision, and the plain evaluation that it is held equal to. Reading
 * policies from files is tested where they are read. JUnit's threads.
 */
@NullMarked
package net.clusterlink.policy;

import org.jspecify.annotations.NullMarked;
