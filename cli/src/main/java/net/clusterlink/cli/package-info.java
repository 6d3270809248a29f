/** To be written. */
@NullMarked
package net.clusterlink.cli;

import org.jspecify.annotations.NullMarked;
