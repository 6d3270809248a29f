/**
 * Owns the resources of ClusterLink as immutable values: what may be said about peers, services and
 * access, and which values are valid. Reading them from YAML is {@code net.clusterlink.api.yaml};
 * what they mean for a session belongs to the modules above. Any thread.
 */
@NullMarked
package net.clusterlink.api;

import org.jspecify.annotations.NullMarked;
