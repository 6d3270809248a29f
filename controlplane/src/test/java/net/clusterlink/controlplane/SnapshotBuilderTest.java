package net.clusterlink.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.clusterlink.api.AccessPolicy;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.Kind;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Peer;
import net.clusterlink.api.PrivilegedAccessPolicy;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.UnreadablePolicy;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import org.junit.jupiter.api.Test;

class SnapshotBuilderTest {
  private static final ResourceName WEB = new ResourceName("default", "web");
  private static final ResourceName WEST = new ResourceName("clusterlink-system", "west");

  private final SnapshotBuilder builder = new SnapshotBuilder();

  private SnapshotUpdate put(Resource... resources) {
    return builder.apply(
        List.of(resources).stream().map(Change.Put::new).map(Change.class::cast).toList());
  }

  private SnapshotUpdate remove(Kind kind, ResourceName name) {
    return builder.apply(List.of(new Change.Remove(kind, name)));
  }

  private static Metadata named(ResourceName name) {
    return new Metadata(name, Map.of());
  }

  private static Import imported(int port) {
    return new Import(
        named(WEB),
        port,
        OptionalInt.empty(),
        List.of(new ImportSource("west", WEB)),
        LoadBalancingScheme.ROUND_ROBIN);
  }

  private static Export export() {
    return new Export(named(WEB), Optional.of("10.0.0.1"), 80);
  }

  private static Peer peer() {
    return new Peer(named(WEST), List.of(new HostPort("127.0.0.1", 4443)));
  }

  private static AccessRule rule(AccessRule.Action action) {
    var everything = List.of(new LabelSelector(Map.of(), List.of()));
    return new AccessRule(action, everything, everything);
  }

  private static Decision decide(Snapshot snapshot, String namespace) {
    var source =
        Attributes.ofSource(
            "east", Map.of(), Map.of("client.clusterlink.net/namespace", "default"));
    var destination = Attributes.ofDestination("west", Map.of(), WEB, Map.of());
    return snapshot.policies().decide(source, destination, namespace);
  }

  @Test
  void countsTheGenerationUp() {
    assertThat(builder.apply(List.of()).snapshot().generation()).isEqualTo(1);
    assertThat(put(export()).snapshot().generation()).isEqualTo(2);
  }

  @Test
  void namesTheImportsAndPeersThatChanged() {
    SnapshotUpdate update = put(imported(80), peer(), export());
    assertThat(update.imports()).containsExactly(WEB);
    assertThat(update.peers()).containsExactly("west");

    update = put(export());
    assertThat(update.imports()).isEmpty();
    assertThat(update.peers()).isEmpty();

    update = remove(Kind.IMPORT, WEB);
    assertThat(update.imports()).containsExactly(WEB);
    assertThat(update.snapshot().importNamed(WEB)).isEmpty();

    update = remove(Kind.PEER, WEST);
    assertThat(update.peers()).containsExactly("west");
    assertThat(update.snapshot().peer("west")).isEmpty();
  }

  @Test
  void sharesWhatDidNotChange() {
    Snapshot before = put(imported(80), peer(), export()).snapshot();
    Snapshot after = put(imported(81)).snapshot();

    assertThat(after.peers()).isSameAs(before.peers());
    assertThat(after.exports()).isSameAs(before.exports());
    assertThat(after.policies()).isSameAs(before.policies());
    assertThat(after.workloads()).isSameAs(before.workloads());
    assertThat(before.importNamed(WEB)).contains(imported(80));
    assertThat(after.importNamed(WEB)).contains(imported(81));
  }

  @Test
  void removesAnExport() {
    put(export());

    assertThat(remove(Kind.EXPORT, WEB).snapshot().export(WEB)).isEmpty();
  }

  @Test
  void bringsPoliciesInAndOut() {
    assertThat(
            decide(
                put(new AccessPolicy(named(WEB), rule(AccessRule.Action.ALLOW))).snapshot(),
                "default"))
        .isInstanceOf(Decision.Allow.class);

    ResourceName none = ResourceName.clusterScoped("none");
    assertThat(
            decide(
                put(new PrivilegedAccessPolicy(named(none), rule(AccessRule.Action.DENY)))
                    .snapshot(),
                "default"))
        .isInstanceOf(Decision.DeniedByPolicy.class);

    assertThat(decide(remove(Kind.PRIVILEGED_ACCESS_POLICY, none).snapshot(), "default"))
        .isInstanceOf(Decision.Allow.class);
    assertThat(decide(remove(Kind.ACCESS_POLICY, WEB).snapshot(), "default"))
        .isInstanceOf(Decision.NoPolicyMatched.class);
  }

  @Test
  void refusesWhatAnUnreadablePolicyCouldApplyTo() {
    put(
        new PrivilegedAccessPolicy(
            named(ResourceName.clusterScoped("all")), rule(AccessRule.Action.ALLOW)));
    var unreadable = new UnreadablePolicy("a.yaml:1#0", Optional.of("shop"), "a.yaml:1: broken");

    Snapshot refusing = builder.apply(List.of(new Change.PolicyUnreadable(unreadable))).snapshot();
    assertThat(decide(refusing, "shop").reason()).contains("a.yaml:1: broken");
    assertThat(decide(refusing, "default")).isInstanceOf(Decision.Allow.class);
    assertThat(builder.unreadable()).containsExactly(unreadable);

    Snapshot mended = builder.apply(List.of(new Change.PolicyMended(unreadable))).snapshot();
    assertThat(decide(mended, "shop")).isInstanceOf(Decision.Allow.class);
    assertThat(builder.unreadable()).isEmpty();
  }

  @Test
  void knowsAClientByItsWorkloadUntilThatIsRemoved() {
    InetAddress address = InetAddress.ofLiteral("10.1.2.3");
    var workload =
        new Workload(
            named(WEB), List.of(AddressBlock.of(address, 32)), Optional.empty(), Optional.empty());

    assertThat(put(workload).snapshot().workloads().attributesOf(address))
        .containsEntry("client.clusterlink.net/namespace", "default");
    assertThat(remove(Kind.WORKLOAD, WEB).snapshot().workloads().attributesOf(address)).isEmpty();
  }
}
