package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.clusterlink.dataplane.protocol.FrameType;
import net.clusterlink.dataplane.protocol.Frames;
import net.clusterlink.dataplane.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tunnel that carries small messages of many sessions at once, whose own tunnels end on the same
 * two event loops (docs/protocol.md, section 8). What they send in one turn of the loop shares TLS
 * records and segments, which cost more than the messages do.
 *
 * <p>It is always read: what can wait here is bounded by the window of each {@link Lane}. When it
 * breaks, the sessions that have bytes under way here break with it. On its tunnel's event loop.
 */
final class Bundle {
  private static final Logger LOG = LoggerFactory.getLogger(Bundle.class);

  /** Tunnels that may use it at once. */
  private static final int MOST_LANES = 1_024;

  /** Written at once: what one TLS record holds. */
  private static final int PIECE = 16 * 1024;

  private final Tunnel tunnel;
  private final int number;
  private final Set<Lane> lanes = new LinkedHashSet<>();
  private List<Lane> touched = new ArrayList<>();
  private @Nullable ByteBuf pending;
  private boolean flushDue;
  private boolean agreed;
  private boolean closing;
  private boolean gone;

  /**
   * What a tunnel becomes.
   *
   * @param agreed whether the far side knows
   */
  Bundle(Tunnel tunnel, int number, boolean agreed) {
    this.tunnel = tunnel;
    this.number = number;
    this.agreed = agreed;
  }

  int number() {
    return number;
  }

  /** The far side agrees; returns whether that was owed. */
  boolean agree() {
    boolean owed = !agreed;
    agreed = true;
    return owed;
  }

  /** Whether something can be sent by it now. */
  boolean isOpen() {
    return agreed && !closing && isWritable();
  }

  /**
   * Whether a tunnel may go aside by it: not one too many, and not on a certificate that holds no
   * longer.
   */
  boolean takes(Lane lane) {
    return isOpen()
        && (lanes.size() < MOST_LANES || lanes.contains(lane))
        && tunnel.isTrustedStill();
  }

  /** Whether the far side reads what is sent by it. */
  boolean isWritable() {
    return tunnel.isWritable();
  }

  boolean isClosing() {
    return closing;
  }

  void add(Lane lane) {
    lanes.add(lane);
  }

  void remove(Lane lane) {
    lanes.remove(lane);
  }

  // ---- sending ----

  /**
   * Sends bytes of another tunnel's session, by the end of this turn of the event loop.
   *
   * @param bytes released here
   */
  void share(int lane, ByteBuf bytes) {
    Frames.writeShared(room(Frames.HEADER + 4 + bytes.readableBytes()), lane, bytes);
    bytes.release();
  }

  /** Sends that no more of them come. */
  void back(int lane) {
    Frames.writeBack(room(Frames.HEADER + 4), lane);
  }

  /** Sends how much of them was taken. */
  void taken(int lane, int count) {
    Frames.writeTaken(room(Frames.HEADER + 8), lane, count);
  }

  private ByteBuf room(int bytes) {
    ByteBuf present = pending;
    if (present != null && present.writableBytes() < bytes) {
      write();
      present = null;
    }
    if (present == null) {
      present = tunnel.allocator().directBuffer(PIECE, PIECE);
      pending = present;
    }
    if (!flushDue) {
      flushDue = true;
      tunnel.eventLoop().execute(this::flushDue);
    }
    return present;
  }

  private void flushDue() {
    flushDue = false;
    flush();
    settle();
  }

  private void flush() {
    write();
    if (!gone) {
      tunnel.flush();
    }
  }

  private void write() {
    ByteBuf present = pending;
    pending = null;
    if (present != null) {
      tunnel.sendBundled(present);
    }
  }

  // ---- receiving ----

  /** A frame that only a bundle has. */
  void frame(FrameType type, ByteBuf payload) throws ProtocolException {
    Tunnel named = tunnel.numbered(Frames.number(payload, type));
    Lane lane = named == null ? null : named.lane();
    if (lane == null) {
      // Its tunnel has ended meanwhile.
      return;
    }
    try {
      frame(lane, type, payload);
    } catch (RuntimeException e) {
      fault(lane, e);
    }
  }

  private void frame(Lane lane, FrameType type, ByteBuf payload) throws ProtocolException {
    switch (type) {
      case SHARED -> {
        if (!payload.isReadable()) {
          throw new ProtocolException("shared frame without data");
        }
        tunnel.usedAsBundle();
        // A copy of its own, as each session takes its time.
        ByteBuf bytes = tunnel.allocator().directBuffer(payload.readableBytes());
        lane.in().shared(this, bytes.writeBytes(payload));
      }
      case BACK -> lane.in().backByBundle(this);
      case TAKEN -> lane.out().taken(this, Frames.number(payload, type));
      default -> throw new ProtocolException(type + " frame on a bundle");
    }
  }

  /** Something of this read was delivered to a lane's session. */
  void touched(Lane lane) {
    touched.add(lane);
  }

  void readComplete() {
    if (touched.isEmpty()) {
      return;
    }
    List<Lane> present = touched;
    touched = new ArrayList<>(present.size());
    for (Lane lane : present) {
      try {
        lane.in().readComplete();
      } catch (RuntimeException e) {
        fault(lane, e);
      }
    }
  }

  /** The far side reads again. */
  void becameWritable() {
    List.copyOf(lanes).forEach(lane -> lane.in().tell());
  }

  /** A fault with one session ends that one, and must not break the others. */
  private static void fault(Lane lane, RuntimeException fault) {
    LOG.atError()
        .addKeyValue("peer", lane.tunnel().peer())
        .addKeyValue("remote", lane.tunnel().remote())
        .setCause(fault)
        .log("a session could not take what came by a bundle, and is broken");
    lane.tunnel().eventLoop().execute(() -> lane.tunnel().giveUp(LiveSession.FAULT));
  }

  // ---- how it ends ----

  /**
   * Takes no more: all come back to their tunnels, and what waits is sent.
   *
   * @param time in which the far side has to come back with all as well
   */
  void windDown(Duration time) {
    if (closing) {
      return;
    }
    closing = true;
    for (Lane lane : List.copyOf(lanes)) {
      if (lane.out().bundle() == this) {
        lane.out().comeBack();
        lane.tunnel().flush();
      }
      lane.in().tell();
      if (!lane.isBusyWith(this)) {
        lane.forget(this);
        lanes.remove(lane);
      }
    }
    flush();
    tunnel
        .eventLoop()
        .schedule(
            () -> {
              if (!gone && (!tunnel.isBidFarewell() || isAwaited())) {
                tunnel.giveUp("not all came back from a bundle that ends");
              }
            },
            time.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Whether the far side owes something by it; what its tunnels still bring takes its time. */
  private boolean isAwaited() {
    return lanes.stream().anyMatch(lane -> lane.in().bundle() == this && lane.in().awaitsBundle());
  }

  /** Whether nothing is under way by it. */
  boolean isDone() {
    return pending == null && lanes.stream().noneMatch(lane -> lane.isBusyWith(this));
  }

  /** Something that was under way has come: it may be over. */
  void settle() {
    if (closing && !gone && isDone()) {
      tunnel.closeWhenFree();
    }
  }

  /** Its tunnel is gone for that reason, and what was under way with it. */
  void close(EndReason reason, String why) {
    gone = true;
    closing = true;
    ByteBuf present = pending;
    pending = null;
    if (present != null) {
      present.release();
    }
    for (Lane lane : List.copyOf(lanes)) {
      boolean broken = lane.isBusyWith(this);
      lane.forget(this);
      if (broken) {
        try {
          lane.tunnel().lose(reason, "the bundle that carried its bytes ended: " + why);
        } catch (RuntimeException e) {
          fault(lane, e);
        }
      }
    }
    lanes.clear();
  }
}
