package net.clusterlink.dataplane;

/** A session in the {@link SessionTable}. */
interface LiveSession {
  /** The detail of one that a fault ended. */
  String FAULT = "a fault of this gateway, which its log tells of";

  /** Breaks it, as the gateway's time is over. Any thread. */
  void shutDown();

  /**
   * Breaks it unless the snapshot in force still allows it: something that its permission rests on
   * has changed. On its event loop.
   */
  void recheck();

  /** Breaks it, as a fault of this gateway kept it from being asked again. On its event loop. */
  void breakOnFault();

  /** What it is now. On its event loop. */
  SessionInfo info();
}
