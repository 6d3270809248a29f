/**
 * Owns how an explanation is shown to a person. What it says comes from the read API of a gateway;
 * asking for it is left to the command. Plain values, on the thread of the command.
 */
@NullMarked
package net.clusterlink.cli.explain;

import org.jspecify.annotations.NullMarked;
