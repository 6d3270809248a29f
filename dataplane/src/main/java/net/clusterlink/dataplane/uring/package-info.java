/**
 * TCP connections on Netty's io_uring event loops, made for many short sessions: see {@link
 * net.clusterlink.dataplane.uring.UringSocketChannel}.
 */
@NullMarked
package net.clusterlink.dataplane.uring;

import org.jspecify.annotations.NullMarked;
