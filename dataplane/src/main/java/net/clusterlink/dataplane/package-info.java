/** To be written. */
@NullMarked
package net.clusterlink.dataplane;

import org.jspecify.annotations.NullMarked;
