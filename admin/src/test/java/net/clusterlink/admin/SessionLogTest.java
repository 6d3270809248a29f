package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.EndReason;
import net.clusterlink.dataplane.GatewayHealth.State;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;
import net.clusterlink.policy.Decision;
import net.clusterlink.policy.Tier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;

class SessionLogTest {
  private static final InetSocketAddress REMOTE =
      new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 4443);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong nowNs = new AtomicLong();
  private final Logger logger = new LoggerContext().getLogger("gateway");
  private final SessionLog log = new SessionLog(logger, nowNs::get);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(lines);
  }

  @Test
  void tellsTheWholeStoryOfASession() {
    log.sessionOpened(
        Side.CLIENT, Optional.of(Sessions.STOCK), Sessions.STOCK, "west", Duration.ZERO);
    log.sessionEnded(
        Sessions.end(
            Side.CLIENT,
            Sessions.STOCK,
            "west",
            EndReason.COMPLETED,
            true,
            Map.of(
                "client.clusterlink.net/namespace", "shop",
                "client.clusterlink.net/service-account", "web",
                "client.clusterlink.net/labels.tier", "front",
                "client.clusterlink.net/labels.app", "shop"),
            Sessions.allowed()));
    assertThat(line().getLevel()).isEqualTo(Level.INFO);
    assertThat(text(line()))
        .isEqualTo(
            "session completed session=0123456789abcdef0123456789abcdef side=client"
                + " import=shop/stock export=shop/stock peer=west client=10.1.2.3:40000"
                + " namespace=shop service-account=web labels=app=shop,tier=front decision=allow"
                + " policy=regular shop/stock-readers reason=completed bytes-to-service=100"
                + " bytes-to-client=2000 duration-ms=17");
  }

  @Test
  void namesThePolicyThatDenied() {
    log.sessionEnded(
        refusedBy(
            new Decision.DeniedByPolicy(Tier.PRIVILEGED, ResourceName.clusterScoped("closed"))));
    assertThat(line().getLevel()).isEqualTo(Level.WARN);
    assertThat(text(line()))
        .startsWith("session refused ")
        .contains(" decision=deny policy=privileged closed reason=denied ");
  }

  @Test
  void saysThatNoPolicyMatched() {
    log.sessionEnded(refusedBy(new Decision.NoPolicyMatched()));
    assertThat(text(line())).contains(" decision=deny policy=none matched reason=denied ");
  }

  @Test
  void saysThatTheClientIsUnknown() {
    log.sessionEnded(
        refusedBy(new Decision.UnknownClient(Tier.REGULAR, new ResourceName("shop", "readers"))));
    assertThat(text(line()))
        .contains(" decision=deny policy=regular shop/readers (client unknown) reason=denied ");
  }

  @Test
  void saysThatAPolicyCannotBeRead() {
    log.sessionEnded(refusedBy(new Decision.PolicyUnreadable("west/p.yaml:6: spec.action")));
    assertThat(text(line()))
        .contains(" decision=deny policy=unreadable: west/p.yaml:6: spec.action reason=denied ");
  }

  @ParameterizedTest
  @EnumSource
  void tellsEachWayToEndByItsOutcome(EndReason reason) {
    log.sessionEnded(
        Sessions.end(
            Side.SERVICE, Sessions.STOCK, "east", reason, false, Map.of(), Sessions.allowed()));
    assertThat(text(line()))
        .startsWith("session " + reason.outcome() + " ")
        .contains(
            " reason="
                + reason
                + reason.revokedBy().map(by -> " revoked-by=" + by).orElse("")
                + " ");
  }

  @Test
  void cutsWhatTheFarSideMadeLong() {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < 64; i++) {
      attributes.put("client.clusterlink.net/labels." + "k".repeat(200) + i, "v".repeat(63));
    }
    log.sessionEnded(
        Sessions.end(
            Side.SERVICE,
            Sessions.STOCK,
            "east",
            EndReason.COMPLETED,
            true,
            attributes,
            Sessions.allowed()));
    assertThat(text(line())).hasSizeLessThan(1_000).contains("…");
  }

  @Test
  void tellsWhoWasRefusedATunnel() {
    refuseTunnel();
    assertThat(line().getLevel()).isEqualTo(Level.WARN);
    assertThat(text(line()))
        .isEqualTo(
            "tunnel refused direction=accepted remote=[2001:db8:0:0:0:0:0:7]:4443"
                + " reason=no-certificate detail=it presented none");
  }

  @Test
  void doesNotLetStrangersFillTheDisk() {
    for (int i = 0; i < 1_000; i++) {
      refuseTunnel();
    }
    assertThat(lines.list).hasSize(SessionLog.STRANGER_LINES_PER_SECOND);
    nowNs.addAndGet(1_000_000_000);
    refuseTunnel();
    assertThat(text(lines.list.getLast()))
        .endsWith(" suppressed=" + (1_000 - SessionLog.STRANGER_LINES_PER_SECOND));
  }

  @Test
  void doesNotLetStrangersHideWhatGoesWrongWithPeers() {
    for (int i = 0; i < 1_000; i++) {
      refuseTunnel();
    }
    log.tunnelRefused(
        true, Optional.of("west"), REMOTE, TunnelRefusal.UNREACHABLE, "connection refused");
    assertThat(text(lines.list.getLast()))
        .startsWith("tunnel refused peer=west direction=dialed ")
        .endsWith(" reason=unreachable detail=connection refused");
    log.protocolViolated(new TunnelInfo(false, "east", REMOTE), "an open of 17000 bytes");
    assertThat(text(lines.list.getLast())).startsWith("tunnel broken off peer=east ");
  }

  @Test
  void doesNotLetAPeerFillTheDisk() {
    for (int i = 0; i < 1_000; i++) {
      log.protocolViolated(new TunnelInfo(false, "east", REMOTE), "an open of 17000 bytes");
    }
    assertThat(lines.list).hasSize(SessionLog.PEER_LINES_PER_SECOND);
  }

  @Test
  void auditsWhatAPeerClaimedThatIsNotItsToClaim() {
    log.reservedAttributesDropped(
        "0123", "east", Set.of("peer.clusterlink.net/name", "export.clusterlink.net/name"));
    assertThat(line().getLevel()).isEqualTo(Level.WARN);
    assertThat(text(line()))
        .isEqualTo(
            "reserved attributes dropped session=0123 peer=east"
                + " keys=export.clusterlink.net/name,peer.clusterlink.net/name");
  }

  @Test
  void tellsOnceThatAnImportCannotListen() {
    log.importFailed(Sessions.STOCK, Sessions.CLIENT, "Address already in use");
    log.importFailed(Sessions.STOCK, Sessions.CLIENT, "Address already in use");
    log.importListening(Sessions.STOCK, Sessions.CLIENT);
    log.importFailed(Sessions.STOCK, Sessions.CLIENT, "Address already in use");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.DEBUG, Level.INFO, Level.WARN);
    assertThat(text(line()))
        .isEqualTo(
            "import cannot listen import=shop/stock address=10.1.2.3:40000"
                + " detail=Address already in use");
  }

  @Test
  void tellsOfTunnelsInDetailOnly() {
    TunnelInfo tunnel = new TunnelInfo(true, "west", REMOTE);
    log.tunnelEstablished(tunnel);
    log.tunnelClosed(tunnel, "idle");
    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
    assertThat(text(lines.list.getLast())).startsWith("tunnel closed peer=west direction=dialed");
  }

  @Test
  void tellsWhichRuleAPeerBroke() {
    log.protocolViolated(new TunnelInfo(false, "west", REMOTE), "an open of 17000 bytes");
    assertThat(line().getLevel()).isEqualTo(Level.WARN);
    assertThat(text(line()))
        .startsWith("tunnel broken off peer=west direction=accepted remote=")
        .endsWith(" reason=protocol detail=an open of 17000 bytes");
  }

  @Test
  void tellsOfAPeerThatIsHeardForTheFirstTime() {
    log.peerHealthChanged(Peers.health(true, State.REACHABLE, State.REACHABLE));
    assertThat(line().getLevel()).isEqualTo(Level.INFO);
    assertThat(text(line())).isEqualTo("peer reachable peer=east state=reachable gateways=2");
  }

  @Test
  void tellsOfEachGatewayThatChangedAndOfThePeerWhenItDid() {
    log.peerHealthChanged(Peers.health(true, State.REACHABLE, State.REACHABLE));
    lines.list.clear();
    log.peerHealthChanged(Peers.health(true, State.REACHABLE, State.SUSPECT));
    assertThat(line().getLevel()).isEqualTo(Level.INFO);
    assertThat(text(line()))
        .isEqualTo(
            "gateway suspect peer=east gateway=10.0.0.1:4444 state=suspect"
                + " detail=connection refused");
    lines.list.clear();
    log.peerHealthChanged(Peers.health(true, State.REACHABLE, State.UNREACHABLE));
    assertThat(line().getLevel()).isEqualTo(Level.WARN);
    assertThat(text(line())).startsWith("gateway unreachable peer=east gateway=10.0.0.1:4444 ");
    lines.list.clear();
    log.peerHealthChanged(Peers.health(false, State.UNREACHABLE, State.UNREACHABLE));
    assertThat(lines.list)
        .extracting(SessionLogTest::text)
        .containsExactly(
            "gateway unreachable peer=east gateway=10.0.0.1:4443 state=unreachable"
                + " detail=connection refused",
            "peer unreachable peer=east state=unreachable gateways=2");
    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
    lines.list.clear();
    log.peerHealthChanged(Peers.health(true, State.REACHABLE, State.UNREACHABLE));
    assertThat(lines.list)
        .extracting(SessionLogTest::text)
        .containsExactly(
            "gateway reachable peer=east gateway=10.0.0.1:4443 state=reachable",
            "peer reachable peer=east state=reachable gateways=2");
  }

  @Test
  void doesNotLetFlappingGatewaysFillTheDisk() {
    for (int i = 0; i < 1_000; i++) {
      log.peerHealthChanged(Peers.health(true, i % 2 == 0 ? State.SUSPECT : State.REACHABLE));
    }
    assertThat(lines.list).hasSize(SessionLog.HEALTH_LINES_PER_SECOND);
  }

  private void refuseTunnel() {
    log.tunnelRefused(
        false, Optional.empty(), REMOTE, TunnelRefusal.NO_CERTIFICATE, "it presented none");
  }

  private static SessionEnd refusedBy(Decision decision) {
    return Sessions.end(
        Side.SERVICE, Sessions.STOCK, "east", EndReason.DENIED, false, Map.of(), decision);
  }

  private ILoggingEvent line() {
    return lines.list.getFirst();
  }

  private static String text(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    pairs.forEach(pair -> text.append(' ').append(pair.key).append('=').append(pair.value));
    return text.toString();
  }
}
