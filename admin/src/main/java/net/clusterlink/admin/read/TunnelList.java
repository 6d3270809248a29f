package net.clusterlink.admin.read;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;
import net.clusterlink.admin.view.TunnelView;
import net.clusterlink.dataplane.TunnelStatus;

/** The established tunnels, by peer, then the latest first. */
final class TunnelList {
  private TunnelList() {}

  static Endpoint endpoint(GatewayState state, InstantSource clock) {
    return ListEndpoint.of(() -> views(state, clock.instant()));
  }

  private static Stream<TunnelView> views(GatewayState state, Instant now) {
    return state.tunnels().stream()
        .map(status -> view(status, now))
        .sorted(
            Comparator.comparing(TunnelView::peer)
                .thenComparing(TunnelView::since, Comparator.reverseOrder())
                .thenComparing(TunnelView::remote));
  }

  private static TunnelView view(TunnelStatus status, Instant now) {
    return new TunnelView(
        status.tunnel().peer(),
        status.tunnel().dialed() ? "dialed" : "accepted",
        Addresses.shown(status.tunnel().remote()),
        status.inUse(),
        status.bundle(),
        status.retiring(),
        status.since(),
        Age.seconds(status.since(), now),
        status.farCertificateExpiry());
  }
}
