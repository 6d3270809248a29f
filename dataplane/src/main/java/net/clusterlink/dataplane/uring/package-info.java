/**
 * TCP connections on Netty's io_uring event loops, made for many short sessions: see {@link
 * net.clusterlink.dataplane.uring.UringSocketChannel}. Of the protocol it knows one thing: how long
 * the header of a frame is, for which it leaves room before what it receives.
 */
@NullMarked
package net.clusterlink.dataplane.uring;

import org.jspecify.annotations.NullMarked;
