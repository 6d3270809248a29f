/** Tests of the data plane: its parts without sockets, and whole sessions over loopback. */
@NullMarked
package net.clusterlink.dataplane;

import org.jspecify.annotations.NullMarked;
