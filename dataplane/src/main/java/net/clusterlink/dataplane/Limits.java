package net.clusterlink.dataplane;

/**
 * Bounds of what others can make grow.
 *
 * @param sessions live sessions of this gateway, both sides counted; further ones are refused
 * @param handshakes connections that have not yet shown who they are
 * @param acceptedTunnels tunnels that peers hold open to this gateway, those in handshake included
 * @param freeTunnels free tunnels kept for one peer by one event loop
 */
public record Limits(int sessions, int handshakes, int acceptedTunnels, int freeTunnels) {
  public static final Limits DEFAULT = new Limits(10_000, 1_000, 12_000, 512);

  public Limits {
    if (sessions < 1 || handshakes < 1 || acceptedTunnels < 1 || freeTunnels < 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
