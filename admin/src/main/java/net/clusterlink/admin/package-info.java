/**
 * Owns what a running gateway tells about itself: health, metrics and the log of its sessions. It
 * is told by {@code dataplane} and reads {@code snapshot}; changing anything is left to the control
 * plane and its store. Events arrive on event loops, HTTP requests are served on virtual threads.
 */
@NullMarked
package net.clusterlink.admin;

import org.jspecify.annotations.NullMarked;
