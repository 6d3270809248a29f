package net.clusterlink.dataplane.uring;

/**
 * Whether so many connections of an event loop send in one turn that the ring should send for them
 * all: the kernel is then asked once, and whoever reads is not let in between one message and the
 * next. For a few, a call each is quicker, as its answer comes at once; so it is where connections
 * come and go, which have little to send.
 *
 * <p>Used on that event loop.
 */
final class SendCrowd {
  /** Turns without a connection that came or went, before the ring sends. */
  private static final int CALM_TURNS = 16;

  /** What is told of its event loop's crowd. */
  interface Member {
    /** It joins, as it is about to be registered with the event loop. */
    void join(SendCrowd crowd);
  }

  private final int from;
  private int calmTurns;
  private int sends;
  private boolean here;

  /**
   * None yet.
   *
   * @param from so many that send in one turn are one; 0 for always
   */
  SendCrowd(int from) {
    this.from = from;
    this.here = from == 0;
  }

  /** A turn begins: it is taken to be as the last one was. */
  void turn() {
    here = from == 0 || (sends >= from && calmTurns >= CALM_TURNS);
    sends = 0;
    calmTurns++;
  }

  /** A connection has come or gone. */
  void moved() {
    calmTurns = 0;
    here = from == 0;
  }

  /** A connection has something to send. */
  void sends() {
    sends++;
  }

  boolean isHere() {
    return here;
  }
}
