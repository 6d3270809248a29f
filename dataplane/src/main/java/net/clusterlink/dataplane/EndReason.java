package net.clusterlink.dataplane;

import java.util.Optional;

/** Why a session ended; a closed set, fit for a metric's label. */
public enum EndReason {
  /** Both directions ended. */
  COMPLETED("completed", Outcome.COMPLETED),
  /** The client's connection broke. */
  CLIENT_RESET("client-reset", Outcome.ABORTED),
  /** The service's connection broke. */
  SERVICE_RESET("service-reset", Outcome.ABORTED),
  /** The far gateway aborted the session. */
  PEER_ABORTED("peer-aborted", Outcome.ABORTED),
  /** The tunnel broke, or fell silent. */
  TUNNEL_LOST("tunnel-lost", Outcome.ABORTED),
  /** A policy that allowed it does so no longer, or another denies it now. */
  REVOKED_BY_POLICY("policy"),
  /** Its export is gone, or leads elsewhere. */
  REVOKED_BY_EXPORT("export"),
  /** Its import is gone, or names that source no longer. */
  REVOKED_BY_IMPORT("import"),
  /** There is no Peer object of that name any more. */
  REVOKED_BY_PEER("peer"),
  /** Its client is another workload now. */
  REVOKED_BY_WORKLOAD("workload"),
  /** The far side's certificate is trusted no longer. */
  REVOKED_BY_CERTIFICATE("certificate"),
  /** The drain time of a gateway that goes away was over. */
  SHUTDOWN("shutdown", Outcome.ABORTED),
  /** A policy of this side, or the want of one. */
  DENIED("denied", Outcome.REFUSED),
  /** The far side has no such export, or denies; it does not say which. */
  NOT_FOUND_OR_DENIED("not-found-or-denied", Outcome.REFUSED),
  /** This side has no such export. */
  UNKNOWN_EXPORT("unknown-export", Outcome.REFUSED),
  /** The far side's certificate expired while its tunnel was open. */
  CERTIFICATE_EXPIRED("certificate-expired", Outcome.REFUSED),
  /** The export's address is one that must never be reached. */
  FORBIDDEN_TARGET("forbidden-target", Outcome.REFUSED),
  /** A limit was reached. */
  OVERLOADED("overloaded", Outcome.REFUSED),
  /** The gateway is going away. */
  DRAINING("draining", Outcome.REFUSED),
  /** The import was removed while its client was connecting. */
  UNKNOWN_IMPORT("unknown-import", Outcome.REFUSED),
  /** No Peer object of that name, on the client side. */
  UNKNOWN_PEER("unknown-peer", Outcome.FAILED),
  /** The peer's gateways, or the service, could not be connected. */
  UNREACHABLE("unreachable", Outcome.FAILED),
  /** The answer to an open did not come in time, or the tunnel broke before it. */
  OPEN_UNANSWERED("open-unanswered", Outcome.FAILED),
  /** The other side broke the rules of the protocol. */
  PROTOCOL("protocol", Outcome.FAILED),
  /** A fault of a gateway. */
  INTERNAL("internal", Outcome.FAILED);

  /** What became of a session, roughly. */
  public enum Outcome {
    /** Carried to its end. */
    COMPLETED("completed"),
    /** Carried, and broken on the way. */
    ABORTED("aborted"),
    /** Not carried, as somebody decided so. */
    REFUSED("refused"),
    /** Not carried, as something did not work. */
    FAILED("failed");

    private final String title;

    Outcome(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  private final String title;
  private final Outcome outcome;
  private final Optional<String> revokedBy;

  EndReason(String title, Outcome outcome) {
    this.title = title;
    this.outcome = outcome;
    this.revokedBy = Optional.empty();
  }

  EndReason(String revokedBy) {
    this.title = "revoked";
    this.outcome = Outcome.ABORTED;
    this.revokedBy = Optional.of(revokedBy);
  }

  public Outcome outcome() {
    return outcome;
  }

  /** What of a session that was revoked allows it no longer, in a word; none of others. */
  public Optional<String> revokedBy() {
    return revokedBy;
  }

  /** The word for it, the same for all that were revoked. */
  @Override
  public String toString() {
    return title;
  }
}
