package net.clusterlink.controlplane;

import java.time.Instant;
import java.util.List;
import net.clusterlink.controlplane.store.ConfigProblems;
import net.clusterlink.controlplane.store.UnreadablePolicy;

/**
 * How the configuration stands.
 *
 * @param generation that of the snapshot last delivered; 0 before the first
 * @param lastChange when that snapshot was delivered; {@link Instant#EPOCH} before the first
 * @param problems what is wrong with the configuration now
 * @param unreadablePolicies what is refused because it could not be read at start
 */
public record ControlPlaneStatus(
    long generation,
    Instant lastChange,
    ConfigProblems problems,
    List<UnreadablePolicy> unreadablePolicies) {
  public ControlPlaneStatus {
    unreadablePolicies = List.copyOf(unreadablePolicies);
  }

  /**
   * Whether anything is refused because a policy could not be read; such a gateway is not ready.
   */
  public boolean policyUnreadable() {
    return !unreadablePolicies.isEmpty();
  }
}
