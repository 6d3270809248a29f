/**
 * Owns the form of an explanation: what a session would meet, told from what each side knows.
 * Finding it out belongs to the data plane, showing it to {@code admin} and {@code cli}. Plain
 * values; any thread.
 */
@NullMarked
package net.clusterlink.dataplane.explain;

import org.jspecify.annotations.NullMarked;
