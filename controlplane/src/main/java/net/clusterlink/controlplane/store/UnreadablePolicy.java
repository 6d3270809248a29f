package net.clusterlink.controlplane.store;

import java.util.Optional;

/**
 * A policy, or what may be one, that could not be read when the gateway started: no version of it
 * is known, so everything it could apply to is refused until it is mended.
 *
 * @param document tells it from all others
 * @param namespace the namespace it applies to; empty for every one
 * @param cause which document, where, and why
 */
public record UnreadablePolicy(String document, Optional<String> namespace, String cause) {}
