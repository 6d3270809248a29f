package net.clusterlink.dataplane.explain;

/**
 * An attribute that a decision sees, and how this gateway comes to know it.
 *
 * @param origin in words, as {@code Workload shop/web}
 */
public record AttributeOrigin(String key, String value, String origin) {}
