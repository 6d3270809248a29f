package net.clusterlink.admin.check;

/** Is told how far a run of checks has come; from any thread. */
@FunctionalInterface
public interface Progress {
  /** Some checks have ended. */
  void done(int ended, int all);
}
