package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import net.clusterlink.dataplane.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * What the far side sends on a tunnel and aside: put into one order again, though one connection
 * may be ahead of the other.
 *
 * <p>A round begins with an aside by the tunnel and ends when back has come by both. The next one
 * may begin when the far side was told that this one is over; so there are never two.
 */
final class LaneIn {
  private final Lane lane;
  private @Nullable Bundle bundle;
  private boolean aside;

  /** The bundle's part has ended; the tunnel may not have come there. */
  private boolean backByBundle;

  /** The tunnel waits for the bundle's part to end. */
  private boolean tunnelWaits;

  /** A round is over, of which the far side was not told. */
  private boolean roundOver;

  /** Bytes that came aside since the tunnel began, and those it was told of, modulo 2^32. */
  private int came;

  private int told;

  /** Came by the bundle before the tunnel said so. */
  private @Nullable ByteBuf early;

  private boolean touched;

  LaneIn(Lane lane) {
    this.lane = lane;
  }

  @Nullable Bundle bundle() {
    return bundle;
  }

  /** Whether the far side's bytes come by a bundle: none may come by the tunnel meanwhile. */
  boolean isAside() {
    return aside;
  }

  boolean isBusy() {
    return aside || roundOver || hasEarly();
  }

  /** Whether the bundle has not brought all of the round yet. */
  boolean awaitsBundle() {
    return (aside || early != null) && !backByBundle;
  }

  private boolean hasEarly() {
    return early != null || backByBundle;
  }

  /** By the tunnel: what follows comes by that bundle. */
  void aside(Bundle next) throws ProtocolException {
    if (aside) {
      throw new ProtocolException("aside twice");
    }
    if (!hasEarly()) {
      begin(next);
    } else if (next != bundle) {
      throw new ProtocolException("aside by another bundle than the bytes");
    }
    aside = true;
    lane.out().offered(next);
    ByteBuf waiting = early;
    early = null;
    if (waiting != null) {
      deliver(next, waiting);
    }
  }

  /**
   * By the bundle: bytes of the session.
   *
   * @param bytes released here
   */
  void shared(Bundle by, ByteBuf bytes) throws ProtocolException {
    try {
      if (!aside && !hasEarly()) {
        begin(by);
      }
      if (by != bundle || backByBundle) {
        throw new ProtocolException("shared bytes out of turn");
      }
      if (came - told + bytes.readableBytes() > Lane.WINDOW) {
        throw new ProtocolException("more than " + Lane.WINDOW + " shared bytes");
      }
    } catch (ProtocolException e) {
      bytes.release();
      throw e;
    }
    came += bytes.readableBytes();
    if (aside) {
      deliver(by, bytes);
    } else if (early == null) {
      early = bytes;
    } else {
      early.writeBytes(bytes);
      bytes.release();
    }
  }

  /** The first of a round. */
  private void begin(Bundle by) throws ProtocolException {
    if (came != told || !lane.tunnel().hasSession()) {
      throw new ProtocolException("aside before all was taken, or without a session");
    }
    Bundle before = bundle;
    bundle = by;
    lane.left(before);
    by.add(lane);
  }

  private void deliver(Bundle by, ByteBuf bytes) throws ProtocolException {
    if (!touched) {
      touched = true;
      by.touched(lane);
    }
    lane.tunnel().deliver(bytes);
  }

  /** All that came in this read has been delivered. */
  void readComplete() {
    touched = false;
    lane.tunnel().sessionReadComplete();
    tell();
  }

  /**
   * Tells the far side what was taken, when half the window is used or a round is over: if the
   * session takes what comes, and the bundle is read. One that ends is told at once.
   */
  void tell() {
    Bundle present = bundle;
    if (present != null
        && (roundOver || (aside && !backByBundle && came - told >= Lane.WINDOW / 2))
        && ((lane.tunnel().sessionReads() && present.isWritable()) || present.isClosing())) {
      roundOver = false;
      told = came;
      present.taken(lane.number(), came);
      present.settle();
    }
  }

  /** By the bundle: no more comes there. */
  void backByBundle(Bundle by) throws ProtocolException {
    if (by != bundle || backByBundle || !(aside || early != null)) {
      throw new ProtocolException("back without aside");
    }
    backByBundle = true;
    came++;
    if (tunnelWaits) {
      tunnelWaits = false;
      endRound();
      lane.tunnel().resume();
    }
  }

  /** By the tunnel: what follows comes here again, once the bundle's part has come. */
  void backByTunnel(int number) throws ProtocolException {
    if (!aside || number != lane.number()) {
      throw new ProtocolException("back without aside");
    }
    if (backByBundle) {
      endRound();
    } else {
      tunnelWaits = true;
      lane.tunnel().pause();
    }
  }

  private void endRound() {
    aside = false;
    backByBundle = false;
    roundOver = true;
    tell();
  }

  void forget(Bundle gone) {
    bundle = bundle == gone ? null : bundle;
  }

  void close() {
    if (early != null) {
      early.release();
      early = null;
    }
    aside = false;
    backByBundle = false;
    tunnelWaits = false;
    roundOver = false;
    bundle = null;
  }
}
