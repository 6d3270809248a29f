package net.clusterlink.dataplane.explain;

/**
 * How a peer is reached, by its heartbeats.
 *
 * @param detail in words: since when, or what failed
 */
public record Reach(boolean reachable, String detail) {}
