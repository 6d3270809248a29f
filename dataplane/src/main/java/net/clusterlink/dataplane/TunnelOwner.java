package net.clusterlink.dataplane;

import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Open;
import org.jspecify.annotations.Nullable;

/** Whose tunnel it is, told of its life. Called on the tunnel's event loop. */
interface TunnelOwner {

  /** The far hello has come: the tunnel is free for its first session. */
  void established(Tunnel tunnel);

  /** The connection did not become a tunnel; it is closed. Instead of {@link #established}. */
  void notEstablished(TunnelRefusal reason, String detail);

  /** The far side wishes to carry a session: to be answered by accept or refuse. */
  void opened(Tunnel tunnel, Open open);

  /** A session has ended in good order, and the tunnel is free again. */
  void free(Tunnel tunnel);

  /**
   * The far side answered a ping.
   *
   * @param payload of the ping, as the far side gave it back
   */
  default void ponged(Tunnel tunnel, long payload) {}

  /** The far side wants no further session on it; a dialed one that is free is closed next. */
  default void bidFarewell(Tunnel tunnel, GoodbyeCode code) {}

  /**
   * Another tunnel of the same two event loops, by the number that the accepting side gave it; null
   * when there is none.
   */
  default @Nullable Tunnel numbered(Tunnel asking, int number) {
    return null;
  }

  /** Whether the certificate of the far side still holds. */
  default boolean certificateHolds(Tunnel tunnel) {
    return true;
  }

  /** The far side broke the protocol on an established tunnel, which is closed next. */
  void violated(Tunnel tunnel, String detail);

  /** An established tunnel is gone. */
  void closed(Tunnel tunnel, String why);
}
