package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.Crowd;
import net.clusterlink.systemtests.stage.GatewayProcess;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A live session that is no longer allowed ends within a second of the change, whatever changed and
 * on whichever side, and both its ends see that it broke. 500 others talk on all the while.
 */
@Tag("external")
@Timeout(120)
class RevocationIT {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int OTHERS = 500;
  private static final String NORTH = "north";
  private static final InetAddress WEB = Loopback.fresh();

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final TcpService<Received> SERVICE = TcpService.start(Scripts.greet("w"));
  private static final TcpService<Received> ELSEWHERE = TcpService.start(Scripts.greet("e"));

  private static ConfigDirectory northConfig;
  private static GatewayProcess north;
  private static Crowd others;
  private static Crowd.Talking talking;

  @BeforeAll
  static void start() {
    InetSocketAddress echo = LINK.offer("others", ECHO);
    allow(LINK.eastConfig(), "others");
    allow(LINK.westConfig(), "others");
    LINK.start();
    northConfig = ConfigDirectory.create(LINK.folder().resolve(NORTH));
    north = GatewayProcess.start(LINK.options(NORTH, northConfig));
    others = Crowd.open(OTHERS, any -> echo);
    talking = others.keepTalking();
  }

  @AfterAll
  static void stop() {
    // A start that failed did not get to all of them.
    if (talking != null) {
      talking.close();
      others.end();
    }
    if (north != null) {
      north.close();
    }
    ECHO.close();
    SERVICE.close();
    ELSEWHERE.close();
  }

  @AfterEach
  void theOthersDidNotNotice() {
    talking.awaitRound();
  }

  // ---- by a change on the client's side ----

  @Test
  void endsWhenAPrivilegedPolicyOfTheClientSideDenies(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("client-denied");
    endsByWest(
        reporter,
        "client-denied",
        imported,
        () -> LINK.westConfig().put("deny.yaml", denial("client-denied")),
        "no-client-denied");
    LINK.westConfig().remove("deny.yaml");
  }

  @Test
  void endsWhenThePolicyOfTheClientSideIsGone(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("client-unallowed");
    endsByWest(
        reporter,
        "client-unallowed",
        imported,
        () -> LINK.westConfig().remove("allow-client-unallowed.yaml"),
        "no policy matched");
  }

  @Test
  void endsWhenTheImportIsGone(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("unimported");
    endsByWest(
        reporter,
        "unimported",
        imported,
        () -> LINK.westConfig().remove("import-unimported.yaml"),
        "the import was removed");
  }

  @Test
  void endsWhenTheImportNamesAnotherPeer(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("elsewhere");
    endsByWest(
        reporter,
        "elsewhere",
        imported,
        () -> LINK.take("elsewhere", NORTH),
        "the import has no source");
  }

  @Test
  void endsWhenThePeerIsGone(TestReporter reporter) throws IOException {
    northConfig.put(
        "all.yaml",
        Manifests.allowAll(),
        Manifests.export("peerless", "127.0.0.1", SERVICE.port()));
    LINK.westConfig().put("north.yaml", Manifests.peer(NORTH, north.address()));
    InetSocketAddress imported = LINK.take("peerless", NORTH);
    allow(LINK.westConfig(), "peerless");
    endsByWest(
        reporter,
        "peerless",
        imported,
        () -> LINK.westConfig().remove("north.yaml"),
        "there is no Peer north");
  }

  @Test
  void endsWhenTheClientIsAnotherWorkload(TestReporter reporter) throws IOException {
    LINK.westConfig().put("workload.yaml", Manifests.workload("web", WEB));
    InetSocketAddress imported = allowed("renamed");
    endsByWest(
        reporter,
        "renamed",
        imported,
        () -> LINK.westConfig().put("workload.yaml", Manifests.workload("batch", WEB)),
        "the client is not the workload any more that it was");
  }

  // ---- by a change on the service's side ----

  @Test
  void endsWhenAPrivilegedPolicyOfTheServiceSideDenies(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("service-denied");
    endsByEast(
        reporter,
        "service-denied",
        imported,
        () -> LINK.eastConfig().put("deny.yaml", denial("service-denied")),
        "no-service-denied");
    LINK.eastConfig().remove("deny.yaml");
  }

  @Test
  void endsWhenThePolicyOfTheServiceSideIsGone(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("service-unallowed");
    endsByEast(
        reporter,
        "service-unallowed",
        imported,
        () -> LINK.eastConfig().remove("allow-service-unallowed.yaml"),
        "no policy matched");
  }

  @Test
  void endsWhenTheExportIsGone(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("unexported");
    endsByEast(
        reporter,
        "unexported",
        imported,
        () -> LINK.eastConfig().remove("export-unexported.yaml"),
        "there is no Export default/unexported any more");
  }

  @Test
  void endsWhenTheExportLeadsElsewhere(TestReporter reporter) throws IOException {
    InetSocketAddress imported = allowed("moved");
    endsByEast(
        reporter,
        "moved",
        imported,
        () ->
            LINK.eastConfig()
                .put("export-moved.yaml", Manifests.export("moved", "127.0.0.1", ELSEWHERE.port())),
        "Export default/moved leads elsewhere now");
  }

  @Test
  void endsWhenThePeerThatAPolicyKnewByItsLabelIsGone(TestReporter reporter) throws IOException {
    LINK.eastConfig()
        .put(
            "west-peer.yaml",
            Manifests.labelledPeer(Link.WEST, "trusted", "very", LINK.west().address()));
    InetSocketAddress imported = LINK.offer("labelled", SERVICE);
    allow(LINK.westConfig(), "labelled");
    LINK.eastConfig()
        .put(
            "allow-labelled.yaml",
            Manifests.policy(
                "allow-labelled",
                "allow",
                "{peer.clusterlink.net/labels.trusted: very}",
                "{export.clusterlink.net/name: labelled}"));
    endsByEast(
        reporter,
        "labelled",
        imported,
        () -> LINK.eastConfig().remove("west-peer.yaml"),
        "no policy matched");
  }

  // ---- what they have in common ----

  private static void endsByWest(
      TestReporter reporter,
      String name,
      InetSocketAddress imported,
      Runnable change,
      String because)
      throws IOException {
    ends(reporter, name, imported, change);
    LINK.west().log().await(0, "reason=revoked", "side=client", "import=default/" + name, because);
  }

  private static void endsByEast(
      TestReporter reporter,
      String name,
      InetSocketAddress imported,
      Runnable change,
      String because)
      throws IOException {
    ends(reporter, name, imported, change);
    LINK.east().log().await(0, "reason=revoked", "side=service", "export=default/" + name, because);
  }

  private static void ends(
      TestReporter reporter, String name, InetSocketAddress imported, Runnable change)
      throws IOException {
    try (Socket client = established(imported)) {
      long changedNs = System.nanoTime();
      change.run();
      Received received = Received.readAll(client.getInputStream());
      Received taken = SERVICE.next();
      Duration took = Duration.ofNanos(System.nanoTime() - changedNs);
      reporter.publishEntry(name, "ended after " + took.toMillis() + " ms");
      assertThat(received.ending()).as("what the client saw").isEqualTo(Received.Ending.RESET);
      assertThat(taken.ending()).as("what the service saw").isEqualTo(Received.Ending.RESET);
      assertThat(took).isLessThan(LIMIT);
    }
  }

  /** A service that both sides allow, as its import. */
  private static InetSocketAddress allowed(String name) {
    allow(LINK.eastConfig(), name);
    allow(LINK.westConfig(), name);
    return LINK.offer(name, SERVICE);
  }

  private static void allow(ConfigDirectory config, String name) {
    config.put(
        "allow-" + name + ".yaml",
        Manifests.policy(
            "allow-" + name, "allow", "{}", "{export.clusterlink.net/name: %s}".formatted(name)));
  }

  private static String denial(String name) {
    return Manifests.privilegedPolicy(
        "no-" + name, "deny", "{}", "{export.clusterlink.net/name: %s}".formatted(name));
  }

  /** A session that the service has greeted, as soon as the configuration lets it be. */
  private static Socket established(InetSocketAddress imported) {
    return Awaitility.await("a session")
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> greeted(imported), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Socket> greeted(InetSocketAddress imported) throws IOException {
    Socket client = Client.connectFrom(WEB, imported);
    try {
      if (client.getInputStream().read() == 'w') {
        return Optional.of(client);
      }
    } catch (SocketException refused) {
      // Tried again.
    }
    client.close();
    return Optional.empty();
  }
}
