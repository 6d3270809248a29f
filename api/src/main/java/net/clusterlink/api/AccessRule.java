package net.clusterlink.api;

import java.util.List;

/**
 * What an access policy says: an action for the sessions it matches. A session matches when any
 * selector of {@code from} matches the attributes of its source and any of {@code to} those of its
 * destination.
 *
 * @param from alternatives for the source; never empty
 * @param to alternatives for the destination; never empty
 */
public record AccessRule(Action action, List<LabelSelector> from, List<LabelSelector> to) {

  /** What happens to a session that a policy matches. */
  public enum Action {
    ALLOW("allow"),
    DENY("deny");

    private final String title;

    Action(String title) {
      this.title = title;
    }

    /** As written in a policy's {@code action}. */
    public String title() {
      return title;
    }
  }

  public AccessRule {
    from = List.copyOf(from);
    to = List.copyOf(to);
    if (from.isEmpty() || to.isEmpty()) {
      throw new IllegalArgumentException("from and to each need at least one selector");
    }
  }
}
