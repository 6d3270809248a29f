package net.clusterlink.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether this gateway should be given work. It starts unready, becomes ready when its port is open
 * and its configuration in force, and is unready for good once it drains. Any thread.
 */
public final class Readiness {
  private final CurrentSnapshot snapshot;
  private volatile Phase phase = new Starting();
  private volatile Supplier<Optional<String>> expired = Optional::empty;

  private sealed interface Phase {}

  private record Starting() implements Phase {}

  private record Started(Supplier<List<String>> unreadablePolicies) implements Phase {}

  private record Draining() implements Phase {}

  /** Unready until told otherwise, and before there is a snapshot. */
  public Readiness(CurrentSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * The gateway's port is open and its configuration is followed.
   *
   * @param unreadablePolicies documents that are or may be policies and could not be read, each as
   *     a place with the reason; as long as there is one, this gateway refuses what it should allow
   */
  public void started(Supplier<List<String>> unreadablePolicies) {
    phase = new Started(unreadablePolicies);
  }

  /** From now on, a gateway whose certificate has expired is not ready either. */
  public void watchCertificates(CurrentCertificates certificates) {
    expired = certificates::objection;
  }

  /** The gateway is going away. */
  public void draining() {
    phase = new Draining();
  }

  /** Why this gateway is not ready, a line each; empty when it is. */
  List<String> objections() {
    List<String> objections = new ArrayList<>();
    switch (phase) {
      case Starting() -> objections.add("starting: the port for peers is not open yet");
      case Started(var unreadablePolicies) ->
          unreadablePolicies
              .get()
              .forEach(policy -> objections.add("policy unreadable: " + policy));
      case Draining() -> objections.add("draining: no new sessions are taken");
    }
    if (!snapshot.isConfigured()) {
      objections.add("starting: no configuration is in force yet");
    }
    expired.get().ifPresent(objections::add);
    return objections;
  }
}
