package net.clusterlink.policy;

import net.clusterlink.api.ResourceName;

/** The answer to one session, with what decided it. */
public sealed interface Decision {

  /** One line for a log: the verdict and what it rests on. */
  String reason();

  /** Allowed by a policy; nothing is allowed without one. */
  record Allow(Tier tier, ResourceName policy) implements Decision {
    @Override
    public String reason() {
      return "allowed by " + tier + " policy " + policy;
    }
  }

  /** Denied, for one of the reasons below. */
  sealed interface Deny extends Decision {}

  /** A policy with action deny matched. */
  record DeniedByPolicy(Tier tier, ResourceName policy) implements Deny {
    @Override
    public String reason() {
      return "denied by " + tier + " policy " + policy;
    }
  }

  /**
   * The client has no attributes, and a policy that applies to the session selects on attributes of
   * clients.
   */
  record UnknownClient(Tier tier, ResourceName policy) implements Deny {
    @Override
    public String reason() {
      return "client unknown, and " + tier + " policy " + policy + " selects on clients";
    }
  }

  /** No policy matched: the default. */
  record NoPolicyMatched() implements Deny {
    @Override
    public String reason() {
      return "no policy matched";
    }
  }

  /**
   * A document that is or may be a policy could not be read, so everything it could apply to is
   * refused.
   *
   * @param cause which document, and why
   */
  record PolicyUnreadable(String cause) implements Deny {
    @Override
    public String reason() {
      return "a policy could not be read: " + cause;
    }
  }
}
