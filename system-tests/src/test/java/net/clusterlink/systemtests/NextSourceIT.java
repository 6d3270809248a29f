package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
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

/** A source that one of the two sides refuses is followed by the next one, and nobody notices. */
@Tag("external")
@Timeout(60)
class NextSourceIT {
  private static final String NORTH = "north";
  private static final int SESSIONS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String REFUSAL = "refusal.yaml";

  private static final TcpService<String> IN_EAST = TcpService.start(Requests.answering(Link.EAST));
  private static final TcpService<String> IN_NORTH = TcpService.start(Requests.answering(NORTH));

  @RegisterExtension static final Link LINK = new Link();

  private static GatewayProcess north;
  private static InetSocketAddress imported;

  @BeforeAll
  static void start() {
    ConfigDirectory config = ConfigDirectory.create(LINK.folder().resolve(NORTH));
    config.put("export.yaml", Manifests.export("who", "127.0.0.1", IN_NORTH.port()));
    config.put("allow-all.yaml", Manifests.allowAll());
    north = GatewayProcess.start(LINK.options(NORTH, config));
    LINK.westConfig().put("north-peer.yaml", Manifests.peer(NORTH, north.address()));
    LINK.offer("who", IN_EAST);
    imported = LINK.take("who", Link.EAST, NORTH);
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    north.close();
    IN_EAST.close();
    IN_NORTH.close();
  }

  @Test
  void aSourceThatTheClientsSideDeniesIsFollowedByTheNext() {
    assertServedBy(Link.EAST);
    String east = "{peer.clusterlink.net/name: east}";
    LINK.west()
        .afterChange(
            () -> LINK.westConfig().put(REFUSAL, Manifests.policy("not-east", "deny", "{}", east)));
    // East would serve them, if it was asked.
    assertServedBy(NORTH);
    LINK.west().afterChange(() -> LINK.westConfig().remove(REFUSAL));
    assertServedBy(Link.EAST);
  }

  @Test
  void aSourceThatTheServicesSideDeniesIsFollowedByTheNext() {
    assertServedBy(Link.EAST);
    int mark = LINK.east().log().mark();
    String west = "{peer.clusterlink.net/name: west}";
    LINK.east()
        .afterChange(
            () -> LINK.eastConfig().put(REFUSAL, Manifests.policy("not-west", "deny", west, "{}")));
    assertServedBy(NORTH);
    LINK.east().log().await(mark, "session refused", "policy=\"regular default/not-west\"");
    LINK.east().afterChange(() -> LINK.eastConfig().remove(REFUSAL));
    assertServedBy(Link.EAST);
  }

  private static void assertServedBy(String peer) {
    // A first source that misses a heartbeat is not the first for a while.
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(Requests.some(imported, SESSIONS))
                .hasSize(SESSIONS)
                .allMatch(Requests.Outcome::isWell)
                .allMatch(outcome -> outcome.answeredBy().equals(peer), "answered by " + peer));
  }
}
