package net.clusterlink.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.EndReason;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;
import net.clusterlink.policy.Decision;
import net.clusterlink.policy.Tier;

/** Sessions as the data plane tells of them. */
final class Sessions {
  static final ResourceName STOCK = new ResourceName("shop", "stock");
  static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("10.1.2.3"), 40000);

  private Sessions() {}

  /** A session that was carried to its end. */
  static SessionEnd completed(Side side, ResourceName export, String peer) {
    return end(side, export, peer, EndReason.COMPLETED, true, Map.of(), allowed());
  }

  /** A session that this side's policies refused, or wanted to. */
  static SessionEnd refused(Side side, ResourceName export, String peer, EndReason reason) {
    return end(side, export, peer, reason, false, Map.of(), new Decision.NoPolicyMatched());
  }

  static SessionEnd end(
      Side side,
      ResourceName export,
      String peer,
      EndReason reason,
      boolean opened,
      Map<String, String> attributes,
      Decision decision) {
    return new SessionEnd(
        "0123456789abcdef0123456789abcdef",
        side,
        side == Side.CLIENT ? Optional.of(STOCK) : Optional.empty(),
        Optional.of(export),
        Optional.of(peer),
        CLIENT,
        attributes,
        Optional.of(decision),
        reason,
        "",
        opened,
        opened ? 100 : 0,
        opened ? 2000 : 0,
        Duration.ofMillis(17));
  }

  static Decision allowed() {
    return new Decision.Allow(Tier.REGULAR, new ResourceName("shop", "stock-readers"));
  }
}
