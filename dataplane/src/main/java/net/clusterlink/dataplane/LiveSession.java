package net.clusterlink.dataplane;

/** A session in the {@link SessionTable}. */
interface LiveSession {

  /** Breaks it, as the gateway's time is over. Any thread. */
  void shutDown();

  /**
   * Breaks it unless the snapshot in force still allows it: something that its permission rests on
   * has changed. On its event loop.
   */
  void recheck();

  /** What it is now. On its event loop. */
  SessionInfo info();
}
