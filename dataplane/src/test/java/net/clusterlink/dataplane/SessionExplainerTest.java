package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vavr.collection.HashMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.dataplane.explain.AttributeOrigin;
import net.clusterlink.dataplane.explain.ClientIdentity;
import net.clusterlink.dataplane.explain.ExportExplanation;
import net.clusterlink.dataplane.explain.Reach;
import net.clusterlink.dataplane.explain.SessionExplanation;
import net.clusterlink.dataplane.explain.SourceExplanation;
import net.clusterlink.dataplane.explain.Verdict;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.Workloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionExplainerTest {
  private static final ResourceName STOCK = new ResourceName("shop", "stock");
  private static final InetAddress CLIENT = InetAddress.ofLiteral("10.0.0.1");
  private static final InetSocketAddress LISTENING =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5000);
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
  private static final String REGION = Attributes.PEER_LABELS + "region";

  private final PeerLabels labels = new PeerLabels(_ -> {});
  private Map<String, Peer> peers = Map.of("east", peer("east", Map.of()));
  private final Reachability reachability = new Reachability();
  private PolicySet policies = PolicySet.empty();
  private Workloads workloads = Workloads.empty();

  private static Peer peer(String name, Map<String, String> labels) {
    return new Peer(
        new Metadata(new ResourceName("clusterlink-system", name), labels),
        List.of(new HostPort("192.0.2.1", 4443)));
  }

  private static PeerHealth health(
      String name, GatewayHealth.State state, Optional<String> failure) {
    boolean reachable = failure.isEmpty();
    return new PeerHealth(
        name,
        reachable,
        NINE,
        reachable ? Optional.of(NINE) : Optional.empty(),
        List.of(
            new GatewayHealth(
                new HostPort("192.0.2.1", 4443), state, NINE, Optional.empty(), failure)),
        Map.of());
  }

  private static Workload workload(String name, String block) {
    return new Workload(
        new Metadata(new ResourceName("shop", name), Map.of("app", name)),
        List.of(AddressBlock.parse(block)),
        Optional.empty(),
        Optional.empty());
  }

  private void allow(String name, Map<String, String> from, Map<String, String> to) {
    put(name, GatewayUnderTest.allow(from, to));
  }

  private void put(String name, AccessRule rule) {
    policies = policies.with(Tier.REGULAR, new ResourceName("shop", name), rule);
  }

  private SessionExplainer explainer(String... sources) {
    var imported =
        new Import(
            new Metadata(STOCK, Map.of("tier", "gold")),
            5000,
            OptionalInt.empty(),
            List.of(sources).stream().map(peer -> new ImportSource(peer, STOCK)).toList(),
            LoadBalancingScheme.STATIC);
    var export =
        new Export(new Metadata(STOCK, Map.of("tier", "gold")), Optional.of("127.0.0.1"), 80);
    var snapshot =
        new Snapshot(
            1,
            HashMap.ofAll(peers),
            HashMap.of(STOCK, imported),
            HashMap.of(STOCK, export),
            policies,
            workloads);
    return new SessionExplainer(
        "west",
        Map.of("region", "eu"),
        () -> snapshot,
        labels,
        asked ->
            CompletableFuture.completedFuture(
                new ImportListeners.Preview(Optional.of(LISTENING), asked.sources().reversed())),
        reachability);
  }

  private SessionExplanation explain(String... sources) {
    return explainer(sources).explain(STOCK, CLIENT).orElseThrow();
  }

  private ExportExplanation explainExport(Map<String, String> client) {
    return explainer("east").explainExport(STOCK, "east", client).orElseThrow();
  }

  @Test
  void knowsNoImportAndNoExportThatIsNotThere() {
    var other = new ResourceName("shop", "other");

    assertThat(explainer("east").explain(other, CLIENT)).isEmpty();
    assertThat(explainer("east").explainExport(other, "east", Map.of())).isEmpty();
  }

  @Test
  void saysWhereEachAttributeOfTheSourceComesFrom() {
    workloads = workloads.with(workload("web", "10.0.0.0/8"));

    var explanation = explain("east");

    assertThat(explanation.identity())
        .isEqualTo(
            new ClientIdentity.Known(
                new ResourceName("shop", "web"), AddressBlock.parse("10.0.0.0/8")));
    assertThat(explanation.attributes())
        .containsExactly(
            new AttributeOrigin("client.clusterlink.net/labels.app", "web", "Workload shop/web"),
            new AttributeOrigin("client.clusterlink.net/namespace", "shop", "Workload shop/web"),
            new AttributeOrigin(REGION, "eu", "--label of this gateway"),
            new AttributeOrigin(
                "peer.clusterlink.net/name", "west", "certificate of this gateway"));
  }

  @Test
  void tellsAnUnknownClientFromOneThatTwoWorkloadsClaim() {
    assertThat(explain("east").identity()).isEqualTo(new ClientIdentity.Unknown());

    workloads = workloads.with(workload("web", "10.0.0.0/8")).with(workload("batch", "10.0.0.0/8"));

    assertThat(explain("east").identity())
        .isEqualTo(
            new ClientIdentity.Ambiguous(
                List.of(new ResourceName("shop", "batch"), new ResourceName("shop", "web")),
                AddressBlock.parse("10.0.0.0/8")));
    assertThat(explain("east").attributes()).noneMatch(each -> each.key().startsWith("client."));
  }

  @Test
  void saysWhereEachAttributeOfTheDestinationComesFrom() {
    peers = Map.of("east", peer("east", Map.of(REGION, "us")));
    labels.report("east", Map.of("region", "eu", "zone", "a"));

    assertThat(explain("east").sources().getFirst().destination())
        .containsExactly(
            new AttributeOrigin(
                "export.clusterlink.net/labels.tier", "gold", "labels of Import shop/stock"),
            new AttributeOrigin(
                "export.clusterlink.net/name", "stock", "sources of Import shop/stock"),
            new AttributeOrigin(
                "export.clusterlink.net/namespace", "shop", "sources of Import shop/stock"),
            new AttributeOrigin(REGION, "us", "labels of Peer clusterlink-system/east"),
            new AttributeOrigin("peer.clusterlink.net/labels.zone", "a", "reported by east"),
            new AttributeOrigin(
                "peer.clusterlink.net/name", "east", "sources of Import shop/stock"));
  }

  @Test
  void showsTheSourcesInTheOrderOfTheirTurnAndWhatComesOfEach() {
    peers = Map.of("east", peer("east", Map.of()), "north", peer("north", Map.of()));
    allow("north-only", Map.of(), Map.of(Attributes.PEER_NAME, "north"));
    reachability.put(health("east", GatewayHealth.State.REACHABLE, Optional.empty()));
    reachability.put(health("north", GatewayHealth.State.UNREACHABLE, Optional.of("no route")));

    var explanation = explain("nowhere", "east", "north");

    assertThat(explanation.listening()).contains(LISTENING);
    assertThat(explanation.sources())
        .extracting(source -> source.source().peer(), SourceExplanation::verdict)
        .containsExactly(
            tuple("north", Verdict.ALLOWED),
            tuple("east", Verdict.REFUSED),
            tuple("nowhere", Verdict.REFUSED));
    assertThat(explanation.sources())
        .extracting(SourceExplanation::reason)
        .containsExactly(
            "allowed by regular policy shop/north-only",
            "no policy matched",
            "there is no Peer nowhere");
    assertThat(explanation.sources())
        .extracting(SourceExplanation::reach)
        .containsExactly(
            Optional.of(
                new Reach(
                    false, "192.0.2.1:4443 unreachable since 2026-03-01T09:00:00Z (no route)")),
            Optional.of(new Reach(true, "192.0.2.1:4443 reachable")),
            Optional.empty());
    assertThat(explanation.verdict()).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void refusesWhenNoSourceIsAllowed() {
    assertThat(explain("east").verdict()).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void doesNotDecideByLabelsThatThePeerHasNotReported() {
    allow("by-region", Map.of(), Map.of(REGION, "eu"));

    var explanation = explain("east");

    assertThat(explanation.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(explanation.sources().getFirst().labelsKnown()).isFalse();
    assertThat(explanation.sources().getFirst().reason())
        .isEqualTo("policies select on labels of peer east, which has not reported them yet");

    labels.report("east", Map.of("region", "eu"));

    assertThat(explain("east").verdict()).isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void decidesWhatNoLabelCouldChangeBeforeTheyAreKnown() {
    allow("by-region", Map.of(Attributes.CLIENT_LABELS + "app", "web"), Map.of(REGION, "eu"));

    assertThat(explain("east").verdict()).as("an unknown client").isEqualTo(Verdict.REFUSED);

    workloads = workloads.with(workload("web", "10.0.0.1"));

    assertThat(explain("east").verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void explainsAnExportByWhatThePeerWouldSendAndWhatItReported() {
    labels.report("east", Map.of("region", "us"));
    allow(
        "east-web",
        Map.of(REGION, "us", Attributes.CLIENT_LABELS + "app", "web"),
        Map.of(Attributes.EXPORT_NAME, "stock", Attributes.PEER_NAME, "west"));

    var explanation = explainExport(Map.of(Attributes.CLIENT_LABELS + "app", "web"));

    assertThat(explanation.verdict()).isEqualTo(Verdict.ALLOWED);
    assertThat(explanation.labelsKnown()).isTrue();
    assertThat(explanation.source())
        .containsExactly(
            new AttributeOrigin("client.clusterlink.net/labels.app", "web", "as asked for"),
            new AttributeOrigin(REGION, "us", "reported by east"),
            new AttributeOrigin("peer.clusterlink.net/name", "east", "as asked for"));
    assertThat(explanation.destination())
        .contains(
            new AttributeOrigin("export.clusterlink.net/name", "stock", "Export shop/stock"),
            new AttributeOrigin(REGION, "eu", "--label of this gateway"));
    assertThat(explainExport(Map.of()).policies().decision())
        .isInstanceOf(Decision.UnknownClient.class);
  }

  @Test
  void letsNoOneAskAsAnotherPeerThanTheOneNamed() {
    allow("north-only", Map.of(Attributes.PEER_NAME, "north"), Map.of());

    assertThat(explainExport(Map.of(Attributes.PEER_NAME, "north")).verdict())
        .isEqualTo(Verdict.REFUSED);
  }
}
