package net.clusterlink.dataplane;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the sessions of one tunnel use a {@link Bundle} (docs/protocol.md, section 8): each direction
 * for itself, each byte once and in order. On the tunnel's event loop.
 */
final class Lane {
  /** Bytes of a direction that are aside at most, and not taken yet. */
  static final int WINDOW = 16 * 1024;

  private final Tunnel tunnel;
  private final int number;
  private final LaneOut out;
  private final LaneIn in;

  /**
   * Of a tunnel.
   *
   * @param number the tunnel's, drawn by the accepting side
   * @param group the dialing side's, which makes bundles; null on the accepting side
   */
  Lane(Tunnel tunnel, int number, @Nullable BundleGroup group) {
    this.tunnel = tunnel;
    this.number = number;
    this.out = new LaneOut(this, group);
    this.in = new LaneIn(this);
  }

  Tunnel tunnel() {
    return tunnel;
  }

  int number() {
    return number;
  }

  /** What this side sends. */
  LaneOut out() {
    return out;
  }

  /** What the far side sends. */
  LaneIn in() {
    return in;
  }

  /** Whether bytes are under way by a bundle, one way or the other. */
  boolean isBusy() {
    return out.isBusy() || in.isBusy();
  }

  /** Whether bytes are under way by this one. */
  boolean isBusyWith(Bundle bundle) {
    return (out.bundle() == bundle && out.isBusy()) || (in.bundle() == bundle && in.isBusy());
  }

  /** A direction does not use it any more: it is left, unless the other one does. */
  void left(@Nullable Bundle bundle) {
    if (bundle != null && bundle != out.bundle() && bundle != in.bundle()) {
      bundle.remove(this);
    }
  }

  /** It is gone. */
  void forget(Bundle bundle) {
    out.forget(bundle);
    in.forget(bundle);
  }

  /** The tunnel is gone. */
  void close() {
    List<Bundle> used =
        Stream.of(out.bundle(), in.bundle()).filter(Objects::nonNull).distinct().toList();
    out.close();
    in.close();
    for (Bundle bundle : used) {
      bundle.remove(this);
      bundle.settle();
    }
  }
}
