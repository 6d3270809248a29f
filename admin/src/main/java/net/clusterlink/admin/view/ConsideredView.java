package net.clusterlink.admin.view;

import net.clusterlink.policy.Considered;

/**
 * A policy that applies to a session.
 *
 * @param tier {@code privileged} or {@code regular}
 * @param policy its name, after its namespace and a slash where it has one
 * @param action {@code allow} or {@code deny}
 * @param decides whether the decision rests on it
 * @param why which entries match, or which requirement does not hold
 */
public record ConsideredView(
    String tier, String policy, String action, boolean matched, boolean decides, String why) {

  /** As shown. */
  public static ConsideredView of(Considered considered, boolean decides) {
    return new ConsideredView(
        considered.tier().toString(),
        considered.policy().toString(),
        considered.action().title(),
        considered.matched(),
        decides,
        considered.why());
  }
}
