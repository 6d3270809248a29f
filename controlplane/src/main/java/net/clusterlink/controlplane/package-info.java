/** To be written. */
@NullMarked
package net.clusterlink.controlplane;

import org.jspecify.annotations.NullMarked;
