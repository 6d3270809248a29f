package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import net.clusterlink.dataplane.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * What this side sends on a tunnel: small messages that follow each other go aside, into a bundle,
 * and come back to the tunnel as soon as there is much to send.
 *
 * <p>What is aside is bounded by a window, which the far side opens again as its session takes the
 * bytes. It is never waited for: where the window is full, what follows goes by the tunnel, and
 * TCP's own back-pressure rules.
 */
final class LaneOut {
  /** A message is small up to here. */
  private static final int SMALL = 4 * 1024;

  /** So many small messages in a row, within a second, go aside. */
  private static final int IN_A_ROW = 16;

  private static final long BUSY_NS = 1_000_000_000;

  /** So many more, when the window was full: many small ones may be much. */
  private static final int AFTER_MUCH = 256;

  private final Lane lane;
  private final @Nullable BundleGroup group;

  /** Which the far side has used for this tunnel, so that it may be used towards it as well. */
  private @Nullable Bundle offered;

  private @Nullable Bundle bundle;
  private boolean aside;

  /** Bytes that went aside since the tunnel began, and those taken of them, modulo 2^32. */
  private int sent;

  private int taken;
  private int inARow;
  private long sinceNs;

  /** Of a lane; the group is the dialing side's, null on the accepting side. */
  LaneOut(Lane lane, @Nullable BundleGroup group) {
    this.lane = lane;
    this.group = group;
  }

  @Nullable Bundle bundle() {
    return bundle;
  }

  boolean isBusy() {
    return aside || !isSettled();
  }

  /** Whether the far side has all that was sent aside, and has come back as well. */
  boolean isSettled() {
    return !aside && sent == taken;
  }

  /** The far side uses this bundle. */
  void offered(Bundle used) {
    offered = used;
  }

  /**
   * Sends bytes aside, if they are to go there.
   *
   * @param bytes released if so
   * @return whether they did; else they go by the tunnel
   */
  boolean send(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (aside) {
      Bundle present = Objects.requireNonNull(bundle);
      if (length <= SMALL && present.isOpen() && sent - taken + length <= Lane.WINDOW) {
        share(present, bytes);
        return true;
      }
      inARow = length > SMALL ? 0 : -AFTER_MUCH;
      comeBack();
      return false;
    }
    if (length > SMALL) {
      inARow = Math.min(inARow, 0);
      return false;
    }
    if (!isBusyWithSmall() || !isSettled()) {
      return false;
    }
    Bundle next = group == null ? offered : group.bundle(lane);
    if (next == null || !next.takes(lane)) {
      return false;
    }
    goAside(next);
    share(next, bytes);
    return true;
  }

  /** Counts one small message; returns whether so many have followed each other lately. */
  private boolean isBusyWithSmall() {
    if (inARow >= IN_A_ROW) {
      return true;
    }
    inARow++;
    if (inARow == 1) {
      sinceNs = lane.tunnel().now();
    } else if (inARow == IN_A_ROW && lane.tunnel().now() - sinceNs > BUSY_NS) {
      inARow = 0;
    }
    return inARow >= IN_A_ROW;
  }

  private void goAside(Bundle next) {
    Bundle before = bundle;
    bundle = next;
    lane.left(before);
    next.add(lane);
    aside = true;
    lane.tunnel().sendAside(next.number());
  }

  private void share(Bundle present, ByteBuf bytes) {
    sent += bytes.readableBytes();
    present.share(lane.number(), bytes);
  }

  /** What follows goes by the tunnel again. */
  void comeBack() {
    if (aside) {
      aside = false;
      // Counts as a byte, which is taken when the far side has it from both.
      sent++;
      Objects.requireNonNull(bundle).back(lane.number());
      lane.tunnel().sendBack(lane.number());
    }
  }

  /**
   * The far side's session has taken more.
   *
   * @param count of all bytes so far
   */
  void taken(Bundle from, int count) throws ProtocolException {
    int left = sent - count;
    if (from != bundle || left < 0 || left > sent - taken) {
      throw new ProtocolException("taken " + count + " of " + sent + " bytes");
    }
    taken = count;
    if (isSettled()) {
      from.settle();
      lane.tunnel().freeWhenEnded();
    }
  }

  /** The session is over: the next one begins by the tunnel. */
  void sessionOver() {
    inARow = 0;
    if (group != null) {
      group.forget(lane);
    }
  }

  void forget(Bundle gone) {
    bundle = bundle == gone ? null : bundle;
    offered = offered == gone ? null : offered;
  }

  void close() {
    aside = false;
    taken = sent;
    bundle = null;
    offered = null;
    sessionOver();
  }
}
