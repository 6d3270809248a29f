package net.clusterlink.dataplane;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels of one event loop to one of a far gateway: those that can share a {@link Bundle}.
 * When several of them carry many small messages, it asks for one. On the dialing side, on that
 * event loop.
 */
final class BundleGroup {
  /** So many have to want it: a bundle is a tunnel more. */
  private static final int WANTED_BY = 4;

  /** A far gateway may have several event loops, and which one takes a tunnel is chance. */
  private static final int TRIES = 8;

  /** Behind one that could not be had. */
  private static final long PAUSE_NS = 30_000_000_000L;

  /** Behind one that there was: a far side may end it at once. */
  private static final long BETWEEN_NS = 1_000_000_000;

  private final Runnable dial;
  private final LongSupplier nanoTime;
  private final IntObjectMap<Tunnel> tunnels = new IntObjectHashMap<>();
  private final Set<Lane> wanting = new HashSet<>();
  private @Nullable Bundle bundle;

  /** Tunnels dialed for it so far; 0 when none is being dialed. */
  private int tries;

  /** When one may be dialed again, by {@link #nanoTime}. */
  private long notBeforeNs;

  private boolean closed;

  /**
   * None yet.
   *
   * @param dial has a tunnel dialed that may be of this group, and {@link #dialed} told of it
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  BundleGroup(Runnable dial, LongSupplier nanoTime) {
    this.dial = dial;
    this.nanoTime = nanoTime;
    this.notBeforeNs = nanoTime.getAsLong();
  }

  void add(int number, Tunnel tunnel) {
    tunnels.put(number, tunnel);
  }

  /** One is gone; returns whether it was the last. */
  boolean remove(int number, Tunnel tunnel) {
    if (tunnels.get(number) == tunnel) {
      tunnels.remove(number);
    }
    return tunnels.isEmpty();
  }

  /** The one of that number; null when it is gone. */
  @Nullable Tunnel numbered(int number) {
    return tunnels.get(number);
  }

  /** A bundle for a lane that has many small messages; null as long as there is none. */
  @Nullable Bundle bundle(Lane lane) {
    Bundle present = bundle;
    if (present != null && !present.isClosing()) {
      return present;
    }
    bundle = null;
    if (closed) {
      return null;
    }
    wanting.add(lane);
    if (isWanted() && tries == 0 && !isPaused()) {
      tries = 1;
      dial.run();
    }
    return null;
  }

  private boolean isWanted() {
    return !closed && bundle == null && wanting.size() >= WANTED_BY;
  }

  private boolean isPaused() {
    return nanoTime.getAsLong() - notBeforeNs < 0;
  }

  /** A lane has no many small messages any more. */
  void forget(Lane lane) {
    wanting.remove(lane);
  }

  /**
   * A tunnel of this group is free.
   *
   * @return whether it is made the bundle
   */
  boolean take(Tunnel free) {
    Lane own = free.lane();
    if (!isWanted() || (own != null && own.isBusy())) {
      return false;
    }
    bundle = free.becomeBundle();
    wanting.clear();
    pause(BETWEEN_NS);
    return true;
  }

  /** Asks for none from now on: its tunnels are on their way out. */
  void close() {
    closed = true;
    wanting.clear();
  }

  /** What was dialed has come to be, in this group or another, or has not. */
  void dialed(boolean established) {
    if (tries == 0) {
      return;
    }
    if (established && isWanted() && tries < TRIES) {
      tries++;
      dial.run();
    } else {
      pause(PAUSE_NS);
    }
  }

  private void pause(long ns) {
    tries = 0;
    notBeforeNs = nanoTime.getAsLong() + ns;
  }
}
