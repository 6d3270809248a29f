package net.clusterlink.admin.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.clusterlink.admin.check.Finding.Level;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;

class PortChecksTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

  @Test
  void findsAPortFreeOrTaken() throws IOException {
    int port;
    try (ServerSocket holder = new ServerSocket(0, 1, HERE)) {
      port = holder.getLocalPort();
      Finding taken = only(new FreePortCheck("peers", new LocalPort(HERE, port), "change it"));
      assertThat(taken.level()).isEqualTo(Level.FAILURE);
      assertThat(taken.seen()).contains("Address already in use");
      assertThat(taken.remedy().orElseThrow())
          .contains("ss -ltnp 'sport = :" + port + "'", "change it");
    }
    assertThat(only(new FreePortCheck("peers", new LocalPort(HERE, port), "")).level())
        .isEqualTo(Level.OK);
  }

  @Test
  void findsAnAddressThatIsNotOfThisMachine() {
    var elsewhere = new LocalPort(InetAddress.ofLiteral("192.0.2.1"), 4443);
    Finding finding = only(new FreePortCheck("peers", elsewhere, "change it"));
    assertThat(finding.level()).isEqualTo(Level.FAILURE);
    assertThat(finding.remedy().orElseThrow()).contains("use an address that this machine has");
  }

  @Test
  void findsAnImportThatWantsTheGatewaysOwnPort() {
    var check =
        new PortClaimsCheck(
            Map.of("--listen", new LocalPort(ANY, 4443)),
            List.of(imported("web", 4443), imported("db", 5432)),
            HERE);
    assertThat(check.look())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("import default/web");
          assertThat(finding.seen())
              .isEqualTo("wants port 4443, which is the gateway's own (--listen)");
        });
  }

  @Test
  void letsTwoAddressesHaveTheSamePort() {
    var other = new LocalPort(InetAddress.ofLiteral("127.0.0.2"), 4443);
    assertThat(new LocalPort(HERE, 4443).overlaps(other)).isFalse();
    assertThat(new LocalPort(ANY, 4443).overlaps(other)).isTrue();
  }

  @Test
  void findsAnImportThatNobodyListensFor() throws IOException {
    var gateway = new RunningGateway.Answering(List.of(), Map.of(), Optional.empty());
    int port;
    try (ServerSocket held = new ServerSocket(0, 1, HERE)) {
      port = held.getLocalPort();
      assertThat(only(held(port, gateway)).level()).isEqualTo(Level.OK);
      var failing =
          new RunningGateway.Answering(
              List.of(), Map.of("clusterlink_imports_failed", 1.0), Optional.empty());
      assertThat(only(held(port, failing)).level()).isEqualTo(Level.WARNING);
    }
    Finding unheld = only(held(port, gateway));
    assertThat(unheld.level()).isEqualTo(Level.FAILURE);
    assertThat(unheld.seen()).isEqualTo("nobody listens there");
  }

  @Test
  void goesByWhatTheGatewaySaysOfItsImports() throws IOException {
    try (ServerSocket holder = new ServerSocket(0, 1, HERE)) {
      int port = holder.getLocalPort();
      var name = new ResourceName("default", "web");
      assertThat(only(held(port, telling(Map.of(name, "127.0.0.1:" + port)))).level())
          .isEqualTo(Level.OK);
      Finding other = only(held(port, telling(Map.of())));
      assertThat(other.level()).isEqualTo(Level.FAILURE);
      assertThat(other.seen()).contains("Address already in use", "another program has it");
    }
  }

  @Test
  void knowsWhereAnAdminServerListens() {
    assertThat(LocalPort.of(URI.create("http://127.0.0.1:9443/")))
        .hasValue(new LocalPort(HERE, 9443));
    assertThat(LocalPort.of(URI.create("https://[::1]:9443/")).orElseThrow().address())
        .isEqualTo(InetAddress.ofLiteral("::1"));
    assertThat(LocalPort.of(URI.create("http://localhost:9443/")))
        .hasValue(new LocalPort(HERE, 9443));
    assertThat(LocalPort.of(URI.create("https://gateway.example:9443/"))).isEmpty();
    assertThat(LocalPort.of(URI.create("http://127.0.0.1/"))).isEmpty();
  }

  private static RunningGateway.Answering telling(Map<ResourceName, String> listening) {
    return new RunningGateway.Answering(
        List.of(), Map.of(), Optional.of(new InForce(Set.of(), listening)));
  }

  private static HeldImportCheck held(int port, RunningGateway.Answering gateway) {
    return new HeldImportCheck(imported("web", port), new LocalPort(HERE, port), gateway);
  }

  private static Import imported(String name, int port) {
    return new Import(
        new Metadata(new ResourceName("default", name), Map.of()),
        port,
        OptionalInt.empty(),
        List.of(new ImportSource("east", new ResourceName("default", name))),
        LoadBalancingScheme.STATIC);
  }

  private static Finding only(Check check) {
    try {
      List<Finding> findings = check.look();
      assertThat(findings).hasSize(1);
      return findings.getFirst();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
