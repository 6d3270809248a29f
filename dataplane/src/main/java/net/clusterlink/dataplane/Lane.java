package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.clusterlink.dataplane.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * How the sessions of one tunnel use a {@link Bundle} (docs/protocol.md, section 8): small messages
 * that follow each other go aside, into the bundle, and come back to the tunnel as soon as there is
 * much to send. Each direction for itself, each byte once and in order.
 *
 * <p>What goes aside is bounded by a window, which the far side opens again as its session takes
 * the bytes. A sender never waits for it: where the window is full, it comes back, and TCP's own
 * back-pressure rules. On the tunnel's event loop.
 */
final class Lane {
  /** Bytes that are aside at most, and not taken yet. */
  static final int WINDOW = 16 * 1024;

  /** A message is small up to here. */
  private static final int SMALL = 4 * 1024;

  /** So many small messages in a row, within a second, go aside. */
  private static final int IN_A_ROW = 16;

  private static final long BUSY_NS = 1_000_000_000;

  /** So many more, when the window was full: many small ones may be much. */
  private static final int AFTER_MUCH = 256;

  private final Tunnel tunnel;
  private final int number;
  private final @Nullable BundleGroup group;

  /** Which the far side has used for this tunnel, so that it may be used towards it as well. */
  private @Nullable Bundle offered;

  // Sending.
  private @Nullable Bundle to;
  private boolean sending;
  private int sent;
  private int sentTaken;
  private int inARow;
  private long sinceNs;

  // Receiving.
  private @Nullable Bundle from;
  private boolean receiving;

  /** The bundle's part has ended; the tunnel may not have come there. */
  private boolean backInBundle;

  /** The tunnel waits for the bundle's part to end. */
  private boolean waiting;

  private int received;
  private int receivedTaken;

  /** Came by the bundle before the tunnel said so. */
  private final Deque<ByteBuf> early = new ArrayDeque<>(0);

  private boolean touched;

  /**
   * Of a tunnel.
   *
   * @param number the tunnel's, drawn by the accepting side
   * @param group the dialing side's, which makes bundles; null on the accepting side
   */
  Lane(Tunnel tunnel, int number, @Nullable BundleGroup group) {
    this.tunnel = tunnel;
    this.number = number;
    this.group = group;
  }

  int number() {
    return number;
  }

  Tunnel tunnel() {
    return tunnel;
  }

  // ---- sending ----

  /**
   * Sends bytes by the bundle, if they are to go there.
   *
   * @param bytes released if so
   * @return whether they did; else they go by the tunnel
   */
  boolean send(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (sending) {
      Bundle present = bundle(to);
      if (length <= SMALL && present.isOpen() && untaken() + length <= WINDOW) {
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
    if (!isBusy()) {
      return false;
    }
    Bundle next = group == null ? offered : group.bundle(this);
    if (next == null || !next.isOpen() || untaken() != 0) {
      return false;
    }
    if (to != next) {
      Bundle before = to;
      to = next;
      drop(before);
      next.add(this);
    }
    sending = true;
    tunnel.sendAside(next.number());
    share(next, bytes);
    return true;
  }

  /** Counts one small message; returns whether so many have followed each other lately. */
  private boolean isBusy() {
    if (inARow >= IN_A_ROW) {
      return true;
    }
    inARow++;
    if (inARow == 1) {
      sinceNs = tunnel.now();
    } else if (inARow == IN_A_ROW && tunnel.now() - sinceNs > BUSY_NS) {
      inARow = 0;
    }
    return inARow >= IN_A_ROW;
  }

  private void share(Bundle bundle, ByteBuf bytes) {
    sent += bytes.readableBytes();
    bundle.share(number, bytes);
  }

  /** Whether nothing that was sent is aside: the far side has come back as well. */
  boolean isSettled() {
    return !sending && untaken() == 0;
  }

  private int untaken() {
    return sent - sentTaken;
  }

  /** What follows goes by the tunnel again. */
  void comeBack() {
    if (sending) {
      sending = false;
      // Counts as a byte, which is taken when the far side has it from both.
      sent++;
      bundle(to).back(number);
      tunnel.sendBack(number);
    }
  }

  /**
   * The far side's session has taken more.
   *
   * @param count of all bytes so far
   */
  void taken(int count) throws ProtocolException {
    int left = sent - count;
    if (left < 0 || left > untaken()) {
      throw new ProtocolException("taken " + count + " of " + sent + " bytes");
    }
    sentTaken = count;
    settle(to);
    if (isSettled()) {
      tunnel.closeWhenFree();
    }
  }

  /** The session is over: the next one begins by the tunnel. */
  void sessionOver() {
    inARow = 0;
    if (group != null) {
      group.forget(this);
    }
  }

  // ---- receiving ----

  /** Whether the far side's bytes come by a bundle: none may come by the tunnel meanwhile. */
  boolean isReceiving() {
    return receiving;
  }

  /** By the tunnel: what follows comes by that bundle. */
  void aside(Bundle bundle) throws ProtocolException {
    if (receiving) {
      throw new ProtocolException("aside twice");
    }
    use(bundle);
    receiving = true;
    offered = bundle;
    for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
      deliver(bundle, bytes);
    }
  }

  /**
   * By the bundle: bytes of the session.
   *
   * @param bytes released here
   */
  void shared(Bundle bundle, ByteBuf bytes) throws ProtocolException {
    received += bytes.readableBytes();
    if (backInBundle || received - receivedTaken > WINDOW) {
      bytes.release();
      throw new ProtocolException(
          backInBundle ? "shared bytes behind back" : "more than " + WINDOW + " shared bytes");
    }
    if (receiving && from == bundle) {
      deliver(bundle, bytes);
      return;
    }
    try {
      use(bundle);
    } catch (ProtocolException e) {
      bytes.release();
      throw e;
    }
    early.add(bytes);
  }

  private void use(Bundle bundle) throws ProtocolException {
    if (from == bundle) {
      return;
    }
    if (isReceivingAny()) {
      throw new ProtocolException("two bundles for one tunnel");
    }
    Bundle before = from;
    from = bundle;
    drop(before);
    bundle.add(this);
  }

  private boolean isReceivingAny() {
    return receiving || backInBundle || !early.isEmpty();
  }

  private void deliver(Bundle bundle, ByteBuf bytes) throws ProtocolException {
    if (!touched) {
      touched = true;
      bundle.touched(this);
    }
    tunnel.deliver(bytes);
  }

  /** All that came in this read has been delivered. */
  void readComplete() {
    touched = false;
    tunnel.sessionReadComplete();
    takeMore();
  }

  /** Opens the window again, when the session takes what comes and half of it is used. */
  void takeMore() {
    if (receiving
        && !backInBundle
        && received - receivedTaken >= WINDOW / 2
        && tunnel.sessionReads()
        && bundle(from).isWritable()) {
      takeAll();
    }
  }

  private void takeAll() {
    receivedTaken = received;
    bundle(from).taken(number, received);
  }

  /** By the bundle: no more comes there. */
  void backInBundle(Bundle bundle) throws ProtocolException {
    if (backInBundle || from != bundle) {
      throw new ProtocolException("back without aside");
    }
    backInBundle = true;
    received++;
    if (waiting) {
      received();
      waiting = false;
      tunnel.resume();
    }
  }

  /** By the tunnel: what follows comes here again, once the bundle's part has come. */
  void backInTunnel() throws ProtocolException {
    if (!receiving) {
      throw new ProtocolException("back without aside");
    }
    if (backInBundle) {
      received();
    } else {
      waiting = true;
      tunnel.pause();
    }
  }

  private void received() {
    receiving = false;
    backInBundle = false;
    takeAll();
    settle(from);
  }

  // ---- its bundles ----

  /** Whether bytes are under way by it, one way or the other. */
  boolean isBusyWith(Bundle bundle) {
    return (to == bundle && (sending || untaken() != 0)) || (from == bundle && isReceivingAny());
  }

  private static void settle(@Nullable Bundle bundle) {
    if (bundle != null) {
      bundle.settle();
    }
  }

  /** A bundle is gone. */
  void forget(Bundle bundle) {
    to = to == bundle ? null : to;
    from = from == bundle ? null : from;
    offered = offered == bundle ? null : offered;
  }

  /** The tunnel is gone. */
  void close() {
    for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
      bytes.release();
    }
    sending = false;
    receiving = false;
    backInBundle = false;
    sentTaken = sent;
    sessionOver();
    List<Bundle> left = Stream.of(to, from).filter(Objects::nonNull).distinct().toList();
    to = null;
    from = null;
    left.forEach(bundle -> {
      bundle.remove(this);
      bundle.settle();
    });
  }

  /** Leaves one that neither direction uses any more. */
  private void drop(@Nullable Bundle before) {
    if (before != null && before != to && before != from) {
      before.remove(this);
    }
  }

  private static Bundle bundle(@Nullable Bundle present) {
    if (present == null) {
      throw new IllegalStateException("aside without a bundle");
    }
    return present;
  }
}
