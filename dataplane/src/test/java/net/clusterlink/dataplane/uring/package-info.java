/** Connections by io_uring, over loopback. */
@NullMarked
package net.clusterlink.dataplane.uring;

import org.jspecify.annotations.NullMarked;
