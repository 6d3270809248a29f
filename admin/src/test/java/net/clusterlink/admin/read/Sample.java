package net.clusterlink.admin.read;

import io.vavr.collection.HashMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Condition;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.Kind;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.api.yaml.Location;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;
import net.clusterlink.controlplane.store.ConfigProblems;
import net.clusterlink.dataplane.GatewayHealth;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionInfo;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelStatus;
import net.clusterlink.policy.Decision;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.Workloads;

/** A gateway of peer west with one of everything, to be shown. */
final class Sample implements GatewayState {
  static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
  static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  static final ResourceName STOCK = new ResourceName("shop", "stock");

  /** Can be added to. */
  final List<SessionInfo> sessions = new ArrayList<>(List.of(session("00", BEFORE)));

  @Override
  public Snapshot snapshot() {
    Metadata east = new Metadata(new ResourceName(ResourceName.SYSTEM_NAMESPACE, "east"), Map.of());
    Metadata south =
        new Metadata(
            new ResourceName(ResourceName.SYSTEM_NAMESPACE, "south"), Map.of("region", "eu"));
    Metadata stock = new Metadata(STOCK, Map.of("tier", "back"));
    return new Snapshot(
        7,
        HashMap.of(
            "south",
            new Peer(south, List.of(new HostPort("10.0.2.1", 4443))),
            "east",
            new Peer(east, List.of(new HostPort("10.0.1.1", 4443)))),
        HashMap.of(
            STOCK,
            new Import(
                stock,
                80,
                OptionalInt.of(8080),
                List.of(
                    new ImportSource("east", STOCK),
                    new ImportSource("south", STOCK),
                    new ImportSource("nobody", STOCK)),
                LoadBalancingScheme.STATIC)),
        HashMap.of(STOCK, new Export(stock, Optional.of("10.1.0.7"), 5432)),
        policies(),
        Workloads.empty()
            .with(
                new Workload(
                    new Metadata(new ResourceName("shop", "web"), Map.of("app", "web")),
                    List.of(AddressBlock.parse("10.1.0.0/24")),
                    Optional.of("web"),
                    Optional.empty())));
  }

  private static PolicySet policies() {
    LabelSelector web =
        new LabelSelector(Map.of("client.clusterlink.net/labels.app", "web"), List.of());
    LabelSelector inEurope =
        new LabelSelector(
            Map.of(),
            List.of(
                new LabelRequirement(
                    "peer.clusterlink.net/labels.region",
                    LabelRequirement.Operator.IN,
                    Set.of("us", "eu"))));
    LabelSelector everything = new LabelSelector(Map.of(), List.of());
    return PolicySet.empty()
        .with(
            Tier.REGULAR,
            new ResourceName("shop", "web"),
            new AccessRule(AccessRule.Action.ALLOW, List.of(web), List.of(everything)))
        .with(
            Tier.PRIVILEGED,
            ResourceName.clusterScoped("abroad"),
            new AccessRule(AccessRule.Action.DENY, List.of(inEurope), List.of(everything)));
  }

  @Override
  public List<PeerHealth> peers() {
    return List.of(
        new PeerHealth(
            "east",
            true,
            BEFORE,
            Optional.of(NOW),
            List.of(
                new GatewayHealth(
                    new HostPort("10.0.1.1", 4443),
                    GatewayHealth.State.SUSPECT,
                    BEFORE,
                    Optional.of(Duration.ofNanos(1_234_567)),
                    Optional.of("timed out"))),
            Map.of("zone", "a")));
  }

  @Override
  public List<SessionInfo> sessions() {
    return List.copyOf(sessions);
  }

  static SessionInfo session(String end, Instant begun) {
    return new SessionInfo(
        "0123456789abcdef0123456789abcd" + end,
        Side.CLIENT,
        Optional.of(STOCK),
        Optional.of(STOCK),
        Optional.of("east"),
        new InetSocketAddress(InetAddress.ofLiteral("10.1.0.9"), 40_000),
        Map.of("client.clusterlink.net/labels.app", "web"),
        Optional.of(new Decision.Allow(Tier.REGULAR, new ResourceName("shop", "web"))),
        true,
        begun,
        12,
        3_000_000_000L);
  }

  @Override
  public List<TunnelStatus> tunnels() {
    return List.of(
        new TunnelStatus(
            new TunnelInfo(
                true, "east", new InetSocketAddress(InetAddress.ofLiteral("10.0.1.1"), 4443)),
            true,
            false,
            false,
            BEFORE,
            Instant.parse("2027-01-01T00:00:00Z")));
  }

  @Override
  public ConfigProblems problems() {
    return ConfigProblems.none()
        .with(
            ConfigProblem.error(
                new Problem(new Location("a.yaml", 3), "spec.port", "is no port", "use 1–65535")));
  }

  @Override
  public List<Condition> conditions(Kind kind, ResourceName name) {
    return kind == Kind.EXPORT
        ? List.of(
            new Condition(
                "ExportValid", Condition.Status.TRUE, "Verified", "offered to the fabric", BEFORE))
        : List.of();
  }

  @Override
  public Optional<InetSocketAddress> listening(ResourceName imported) {
    return Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080));
  }
}
