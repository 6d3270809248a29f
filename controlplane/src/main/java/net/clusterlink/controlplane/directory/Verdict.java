package net.clusterlink.controlplane.directory;

/** What should become of an object, given what is said about it. */
sealed interface Verdict {

  /** The version written takes effect. */
  record Take(Claim.Good version) implements Verdict {}

  /** What is written cannot take effect; the version in force stays, if there is one. */
  record Keep() implements Verdict {}

  /** Nothing is said about it any more. */
  record Drop() implements Verdict {}
}
