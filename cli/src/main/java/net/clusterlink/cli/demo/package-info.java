/**
 * Owns the demonstration: real gateways, a service and clients as processes on loopback, and the
 * story told with them. All that it shows is done by the product itself; nothing here is used by a
 * gateway. Runs on the main thread; what it started also ends when the JVM does.
 */
@NullMarked
package net.clusterlink.cli.demo;

import org.jspecify.annotations.NullMarked;
