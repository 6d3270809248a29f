/**
 * Owns how a gateway is put together from its parts, and its life: start, announce, drain, close.
 * What each part does is left to its module. Start and end run on the main thread; in between the
 * parts run on threads of their own.
 */
@NullMarked
package net.clusterlink.cli.gateway;

import org.jspecify.annotations.NullMarked;
