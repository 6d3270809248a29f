package net.clusterlink.dataplane;

import java.net.InetSocketAddress;

/**
 * A tunnel, as told to others.
 *
 * @param dialed whether this side made the connection
 * @param peer the far peer, by its certificate
 */
public record TunnelInfo(boolean dialed, String peer, InetSocketAddress remote) {}
