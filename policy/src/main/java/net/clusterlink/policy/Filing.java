package net.clusterlink.policy;

import java.util.Optional;
import java.util.Set;

/** Where an index keeps a policy, so that only sessions that it could match meet it. */
sealed interface Filing {

  /** Nothing is required on either side: every session looks at it. */
  record Always() implements Filing {}

  /**
   * Under terms, of which every session that the policy matches meets at least one.
   *
   * @param side whose attributes the terms are about
   */
  record Under(Side side, Set<Term> terms) implements Filing {}

  /** A side of a session. */
  enum Side {
    SOURCE,
    DESTINATION
  }

  /**
   * An attribute that is required to be there.
   *
   * @param value the value it must have; empty when any will do
   */
  record Term(String key, Optional<String> value) {}
}
