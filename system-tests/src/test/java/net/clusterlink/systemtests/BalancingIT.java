package net.clusterlink.systemtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Requests;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One service in three peers, and the three ways to share sessions among them. */
@Tag("external")
@Timeout(60)
class BalancingIT {
  private static final String[] PEERS = {"east", "north", "south"};
  private static final int SESSIONS = 90;

  @RegisterExtension static final Link LINK = new Link();

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static final Map<String, ConfigDirectory> CONFIGS = new TreeMap<>();
  private static final Map<String, GatewayProcess> GATEWAYS = new TreeMap<>();
  private static final Map<String, InetSocketAddress> IMPORTS = new TreeMap<>();

  @BeforeAll
  static void start() {
    List<String> peers = new ArrayList<>();
    for (String peer : PEERS) {
      TcpService<String> service = TcpService.start(Requests.answering(peer));
      OPEN.add(service);
      ConfigDirectory config = ConfigDirectory.create(LINK.folder().resolve("of-" + peer));
      config.put("export.yaml", Manifests.export("who", "127.0.0.1", service.port()));
      config.put("allow-all.yaml", Manifests.allowAll());
      GatewayProcess gateway = GatewayProcess.start(LINK.options(peer, config));
      OPEN.add(gateway);
      CONFIGS.put(peer, config);
      GATEWAYS.put(peer, gateway);
      peers.add(Manifests.peer(peer, gateway.address()));
    }
    LINK.westConfig().put("peers.yaml", peers.toArray(String[]::new));
    for (String scheme : List.of("round-robin", "random", "static")) {
      InetSocketAddress address = LINK.freeImportAddress();
      IMPORTS.put(scheme, address);
      LINK.westConfig()
          .put(
              scheme + ".yaml",
              Manifests.balanced("by-" + scheme, scheme, "who", address.getPort(), PEERS));
    }
    LINK.westConfig().put("allow-all.yaml", Manifests.allowAll());
    LINK.startWest();
    awaitReachable(3);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable each : OPEN.reversed()) {
      each.close();
    }
  }

  private static void awaitReachable(int peers) {
    // One that was away is asked every 10 s, and has to answer three times.
    Awaitility.await(peers + " peers reachable")
        .atMost(Duration.ofSeconds(40))
        .until(() ->
            LINK.west().metrics().sum("clusterlink_peer_gateways", "state", "reachable") == peers);
  }

  /** How many sessions each peer served; all of them were. */
  private static Map<String, Long> served(String scheme) {
    List<Requests.Outcome> outcomes =
        Requests.some(Objects.requireNonNull(IMPORTS.get(scheme)), SESSIONS);
    assertThat(outcomes).allMatch(Requests.Outcome::isWell);
    return outcomes.stream().collect(groupingBy(Requests.Outcome::answeredBy, counting()));
  }

  /** Exactly so, once no peer stumbles in between. */
  private static void assertServed(String scheme, Map<String, Long> wanted) {
    Awaitility.await(scheme)
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(served(scheme)).isEqualTo(wanted));
  }

  @Test
  void roundRobinGivesEachTheSame() {
    assertServed("round-robin", Map.of("east", 30L, "north", 30L, "south", 30L));
  }

  @Test
  void randomGivesEachAboutTheSame() {
    Map<String, Long> served = served("random");
    assertThat(served).containsOnlyKeys(PEERS);
    // The standard deviation is 4.5: one run of 50,000 is out of these bounds.
    assertThat(served.values()).allSatisfy(count -> assertThat(count).isBetween(11L, 49L));
  }

  @Test
  void staticGivesAllToTheFirst() {
    assertServed("static", Map.of("east", 90L));
  }

  @Test
  void theOthersShareWhatAPeerLeavesThatIsGone() {
    GatewayProcess east = Objects.requireNonNull(GATEWAYS.get("east"));
    east.kill();
    awaitReachable(2);
    assertServed("round-robin", Map.of("north", 45L, "south", 45L));
    Map<String, Long> random = served("random");
    assertThat(random).containsOnlyKeys("north", "south");
    assertThat(random.values()).allSatisfy(count -> assertThat(count).isBetween(25L, 65L));
    assertServed("static", Map.of("north", 90L));
    LINK.west().log().await(0, "peer unreachable", "peer=east");
    assertThat(LINK.west().metrics().sum("clusterlink_peers_unreachable")).isEqualTo(1);
    assertThat(LINK.west().log().has(0, "tunnel refused"))
        .as("a dial of a heartbeat told")
        .isFalse();
    GatewayProcess again =
        GatewayProcess.start(
            LINK.options("east", Objects.requireNonNull(CONFIGS.get("east")))
                .with("--listen", Loopback.text(east.address())));
    OPEN.add(again);
    GATEWAYS.put("east", again);
    awaitReachable(3);
  }
}
