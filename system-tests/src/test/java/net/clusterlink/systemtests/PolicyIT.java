package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may use what: nothing by default, and what both sides allow. */
@Timeout(60)
class PolicyIT {
  private static final String GREETING = "welcome";
  private static final InetAddress WEB = Loopback.fresh();
  private static final InetAddress BATCH = Loopback.fresh();
  private static final TcpService<Received> SERVICE = TcpService.start(Scripts.greet(GREETING));

  @RegisterExtension
  static final Link LINK =
      new Link(east -> east.with("--label", "site=e"), west -> west.with("--label", "site=w"));

  private static InetSocketAddress imported;

  @BeforeAll
  static void start() {
    imported = LINK.offer("greeter", SERVICE);
    LINK.westConfig()
        .put("clients.yaml", Manifests.workload("web", WEB), Manifests.workload("batch", BATCH));
    LINK.start();
  }

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @AfterEach
  void removePolicies() throws IOException {
    LINK.eastConfig().remove("policy.yaml");
    LINK.eastConfig().remove("privileged.yaml");
    LINK.westConfig().remove("policy.yaml");
    LINK.westConfig().remove("privileged.yaml");
    awaitServed(WEB, false);
  }

  @Test
  void refusesWhenNothingIsAllowed() throws IOException {
    int mark = LINK.west().log().mark();
    assertThat(served(WEB)).isFalse();
    LINK.west().log().await(mark, "side=client", "reason=denied", "import=default/greeter");
  }

  @Test
  void refusesWhenOnlyTheClientSideAllows() {
    int east = LINK.east().log().mark();
    int west = LINK.west().log().mark();
    LINK.westConfig().put("policy.yaml", Manifests.allowAll());
    Awaitility.await("refused by east")
        .until(() ->
            !served(WEB)
                && LINK.east().log().has(east, "side=service", "reason=denied", "peer=west"));
    LINK.west().log().await(west, "side=client", "reason=not-found-or-denied");
  }

  @Test
  void refusesWhenOnlyTheServiceSideAllows() throws IOException {
    LINK.eastConfig().put("policy.yaml", Manifests.allowAll());
    assertThat(served(WEB)).isFalse();
  }

  @Test
  void servesWhatBothSidesAllow() throws IOException {
    allowOnBothSides();
    Received received = Client.askFrom(WEB, imported, "hello");
    assertThat(received.bytes()).isEqualTo(GREETING.length());
    assertThat(received.ending()).isEqualTo(Received.Ending.CLEAN);
  }

  @Test
  void servesOnlyTheWorkloadThatAPolicyNames() throws IOException {
    String policy =
        Manifests.policy(
            "web-to-greeter",
            "allow",
            "{client.clusterlink.net/labels.app: web, peer.clusterlink.net/name: west}",
            "{export.clusterlink.net/name: greeter, peer.clusterlink.net/name: east}");
    LINK.eastConfig().put("policy.yaml", policy);
    LINK.westConfig().put("policy.yaml", policy);
    awaitServed(WEB, true);
    assertThat(served(BATCH)).isFalse();
    assertThat(served(Loopback.standard())).as("an unknown client").isFalse();
  }

  @Test
  void selectsOnTheLabelsThatPeersReport() throws IOException {
    LINK.eastConfig()
        .put(
            "policy.yaml",
            Manifests.policy("site-w", "allow", "{peer.clusterlink.net/labels.site: w}", "{}"));
    LINK.westConfig()
        .put(
            "policy.yaml",
            Manifests.policy("own-site", "allow", "{peer.clusterlink.net/labels.site: w}", "{}"));
    awaitServed(WEB, true);
    LINK.eastConfig()
        .put(
            "policy.yaml",
            Manifests.policy("site-x", "allow", "{peer.clusterlink.net/labels.site: x}", "{}"));
    awaitServed(WEB, false);
  }

  @Test
  void aPrivilegedDenyOfTheServiceSideOutranksEveryAllow() throws IOException {
    allowOnBothSides();
    LINK.eastConfig()
        .put(
            "privileged.yaml",
            Manifests.privilegedPolicy(
                "no-batch", "deny", "{client.clusterlink.net/labels.app: batch}", "{}"));
    awaitServed(BATCH, false);
    assertThat(served(WEB)).isTrue();
    LINK.east().log().await(0, "side=service", "reason=denied", "no-batch");
  }

  @Test
  void aPrivilegedDenyOfTheClientSideOutranksEveryAllow() throws IOException {
    allowOnBothSides();
    LINK.westConfig()
        .put(
            "privileged.yaml",
            Manifests.privilegedPolicy(
                "no-web", "deny", "{client.clusterlink.net/labels.app: web}", "{}"));
    // The policy may have come while a session was on, which then ended; the next is refused.
    awaitServed(WEB, false);
    assertThat(served(WEB)).isFalse();
    assertThat(served(BATCH)).isTrue();
    LINK.west().log().await(0, "side=client", "reason=denied", "no-web");
  }

  private static void allowOnBothSides() {
    LINK.eastConfig().put("policy.yaml", Manifests.allowAll());
    LINK.westConfig().put("policy.yaml", Manifests.allowAll());
    awaitServed(WEB, true);
  }

  private static void awaitServed(InetAddress client, boolean wanted) {
    Awaitility.await(wanted ? "served" : "refused")
        .pollInterval(Duration.ofMillis(20))
        .until(() -> served(client) == wanted);
  }

  /** Whether a client from an address is served: all of the greeting, or not a byte. */
  private static boolean served(InetAddress from) throws IOException {
    Received received = Client.askFrom(from, imported, "hello");
    assertThat(received.bytes()).isIn(0L, (long) GREETING.length());
    return received.bytes() > 0;
  }
}
