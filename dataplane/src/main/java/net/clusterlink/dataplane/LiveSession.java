package net.clusterlink.dataplane;

/** A session in the {@link SessionTable}. */
interface LiveSession {

  /** Breaks it, as the gateway's time is over. Any thread. */
  void shutDown();
}
