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

  /** A connection, as far as the crowd knows it. */
  static final class Member {
    private final SendCrowd crowd;
    private long countedIn = -1;

    private Member(SendCrowd crowd) {
      this.crowd = crowd;
    }

    /**
     * It has something to send.
     *
     * @return whether the ring should send it
     */
    boolean sends() {
      if (countedIn != crowd.turn) {
        countedIn = crowd.turn;
        crowd.senders++;
      }
      return crowd.here;
    }

    /** It has read much at once. */
    void readsMuch() {
      crowd.muchTurns = CALM_TURNS;
    }

    /** It has come to a connection, or is going. */
    void moves() {
      crowd.moves();
    }
  }

  private final int from;
  private long turn;
  private int senders;
  private int restlessTurns = CALM_TURNS;
  private int muchTurns;
  private boolean here;

  /**
   * None yet.
   *
   * @param from so many connections that send in one turn are one; 0 for always
   */
  SendCrowd(int from) {
    this.from = from;
    this.here = from == 0;
  }

  /** A connection joins. */
  Member join() {
    moves();
    return new Member(this);
  }

  /** Whether few connections are busy, with little, and none has come or gone lately. */
  boolean isCalm() {
    return !here && restlessTurns == 0 && muchTurns == 0;
  }

  /** A turn begins: it is taken to be as the last one was. */
  void turn() {
    here = from == 0 || (senders >= from && restlessTurns == 0);
    senders = 0;
    turn++;
    restlessTurns = Math.max(0, restlessTurns - 1);
    muchTurns = Math.max(0, muchTurns - 1);
  }

  private void moves() {
    restlessTurns = CALM_TURNS;
    here = from == 0;
  }
}
