package net.clusterlink.dataplane;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import net.clusterlink.dataplane.explain.Reach;

/** Says how a peer is reached. */
final class ReachInWords {
  /** How many gateways are named. */
  private static final int MOST = 4;

  private ReachInWords() {}

  /** How this peer is reached; empty before its first heartbeat. */
  static Optional<Reach> of(PeerHealth health) {
    boolean asked =
        health.lastHeard().isPresent()
            || health.gateways().stream().anyMatch(each -> each.failure().isPresent());
    return asked ? Optional.of(new Reach(health.reachable(), detail(health))) : Optional.empty();
  }

  private static String detail(PeerHealth health) {
    return health.gateways().stream()
        .limit(MOST)
        .map(ReachInWords::detail)
        .collect(Collectors.joining("; "));
  }

  private static String detail(GatewayHealth gateway) {
    String state = gateway.gateway() + " " + gateway.state();
    return gateway
        .failure()
        .map(failure ->
            state
                + " since "
                + gateway.since().truncatedTo(ChronoUnit.SECONDS)
                + " ("
                + failure
                + ")")
        .orElse(state);
  }
}
