/** To be written. */
@NullMarked
package net.clusterlink.fabric;

import org.jspecify.annotations.NullMarked;
