package net.clusterlink.systemtests;

import static net.clusterlink.systemtests.stage.Received.Ending.CLEAN;
import static net.clusterlink.systemtests.stage.Received.Ending.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.Exchange;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.wire.FakeGateway;
import net.clusterlink.systemtests.wire.Frame;
import net.clusterlink.systemtests.wire.Identity;
import net.clusterlink.systemtests.wire.OpenRequest;
import net.clusterlink.systemtests.wire.RawTunnel;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the dialing side of a tunnel does with a far gateway that keeps the protocol, or breaks it.
 */
@Tag("external")
@Timeout(60)
class DialingSideIT {
  private static final String NORTH = "north";
  private static final int EARLY_LIMIT = 65_536;
  private static final InetAddress WEB = Loopback.fresh();

  @RegisterExtension
  static final Link LINK = new Link(east -> east, west -> west.with("--threads", "1"));

  private static InetSocketAddress imported;
  private static InetSocketAddress ofEastAlone;
  private static Identity eastIdentity;
  private static Identity northIdentity;

  private FakeGateway east;
  private FakeGateway north;

  @BeforeAll
  static void start() {
    imported = LINK.take("service", Link.EAST, NORTH);
    ofEastAlone = LINK.take("of-east-alone", Link.EAST);
    LINK.westConfig().put("web.yaml", Manifests.workload("web", WEB));
    LINK.allowAll();
    LINK.startWest();
    eastIdentity = Identity.load(LINK.fabric().peer(Link.EAST));
    northIdentity = Identity.load(LINK.fabric().peer(NORTH));
  }

  /**
   * Every test has far gateways of its own, at new addresses: no tunnel of another test is left.
   */
  @BeforeEach
  void startFarGateways() {
    north = FakeGateway.start(northIdentity);
    putEast(FakeGateway.start(eastIdentity));
  }

  @AfterEach
  void stopFarGateways() {
    east.close();
    north.close();
  }

  private void putEast(FakeGateway gateway) {
    if (east != null) {
      east.close();
    }
    east = gateway;
    LINK.west()
        .afterChange(() ->
            LINK.westConfig()
                .put(
                    "peers.yaml",
                    Manifests.peer(Link.EAST, east.address()),
                    Manifests.peer(NORTH, north.address())));
  }

  @Test
  void anOpenSaysWhatIsAskedForAndWhoAsks() throws IOException {
    try (Socket client = Client.connectFrom(WEB, imported);
        RawTunnel tunnel = east.establish()) {
      OpenRequest open = OpenRequest.of(tunnel.next());
      assertThat(open.namespace()).isEqualTo("default");
      assertThat(open.name()).isEqualTo("service");
      assertThat(open.attributes())
          .containsEntry("client.clusterlink.net/namespace", "default")
          .containsEntry("client.clusterlink.net/labels.app", "web")
          .allSatisfy((key, value) -> assertThat(key).startsWith("client.clusterlink.net/"));
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void anUnknownClientHasNoAttributes() throws IOException {
    try (Socket client = Client.connect(imported);
        RawTunnel tunnel = east.establish()) {
      assertThat(OpenRequest.of(tunnel.next()).attributes()).isEmpty();
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void nothingIsOpenedBeforeTheFarHello() throws IOException {
    try (Socket client = Client.connect(imported);
        RawTunnel tunnel = east.accept()) {
      assertThat(tunnel.next().type()).isEqualTo(Frame.HELLO);
      client.getOutputStream().write('x');
      assertThat(tunnel.allUntilSilentFor(Duration.ofMillis(300))).isEmpty();
      tunnel.send(Frame.hello(Map.of()));
      assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
    }
  }

  @Test
  void aSessionRunsToItsEndAndItsTunnelCarriesTheNext() throws IOException {
    try (RawTunnel tunnel = serveOne("first")) {
      try (Socket client = Client.connect(imported)) {
        String second = answerOne(tunnel, client, "second");
        assertThat(second).isNotEmpty();
      }
      assertThat(east.hasArrivals()).as("another tunnel was dialed").isFalse();
    }
  }

  @Test
  void aBrokenTunnelLeavesAnOpenUnrepeated() throws IOException {
    int mark = LINK.west().log().mark();
    try (Socket client = Client.connect(imported)) {
      client.getOutputStream().write("once".getBytes(StandardCharsets.UTF_8));
      try (RawTunnel tunnel = east.establish()) {
        assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
        assertThat(tunnel.next().text()).isEqualTo("once");
      }
      Received received = Received.readAll(client.getInputStream());
      assertThat(received.bytes()).isZero();
      assertThat(received.ending()).isEqualTo(RESET);
    }
    LINK.west().log().await(mark, "side=client", "reason=open-unanswered");
    assertThat(east.hasArrivals() || north.hasArrivals()).as("it was tried again").isFalse();
  }

  @ParameterizedTest
  @ValueSource(bytes = {1, 2, 3, 4, 5, 6, 99})
  void aRefusedOpenGoesToTheNextSourceWithTheSameBytes(byte code) throws IOException {
    try (Socket client = Client.connect(imported)) {
      client.getOutputStream().write("early".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();
      OpenRequest refused;
      try (RawTunnel tunnel = east.establish()) {
        refused = OpenRequest.of(tunnel.next());
        assertThat(tunnel.next().text()).isEqualTo("early");
        assertThat(tunnel.next().type()).isEqualTo(Frame.END);
        tunnel.send(Frame.of(Frame.REFUSE, code));
        try (RawTunnel second = north.establish()) {
          assertThat(OpenRequest.of(second.next()).name()).isEqualTo(refused.name());
          assertThat(second.next().text()).isEqualTo("early");
          assertThat(second.next().type()).isEqualTo(Frame.END);
          second.send(Frame.of(Frame.ACCEPT), Frame.data("answer"), Frame.end());
          Received received = Received.readAll(client.getInputStream());
          assertThat(received.bytes()).isEqualTo("answer".length());
          assertThat(received.ending()).isEqualTo(CLEAN);
        }
      }
    }
  }

  @Test
  void whenAllSourcesRefuseTheClientIsClosed() throws IOException {
    int mark = LINK.west().log().mark();
    try (Socket client = Client.connect(imported);
        RawTunnel tunnel = east.establish()) {
      assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
      tunnel.send(Frame.of(Frame.REFUSE, (byte) 1));
      try (RawTunnel second = north.establish()) {
        assertThat(second.next().type()).isEqualTo(Frame.OPEN);
        second.send(Frame.of(Frame.REFUSE, (byte) 1));
        assertThat(Received.readAll(client.getInputStream()).bytes()).isZero();
      }
    }
    LINK.west().log().await(mark, "side=client", "reason=not-found-or-denied", "peer=north");
  }

  @Test
  void noMoreThanTheEarlyBytesAreSentBeforeTheAnswer() throws IOException {
    Payload payload = new Payload(8, 400_000);
    try (Socket client = Client.connect(imported);
        RawTunnel tunnel = east.establish()) {
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              payload.writeTo(client.getOutputStream());
              client.shutdownOutput();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
      List<Frame> early = tunnel.allUntilSilentFor(Duration.ofMillis(500));
      int bytes = early.stream().mapToInt(frame -> frame.payload().length).sum();
      assertThat(early).allMatch(frame -> frame.type() == Frame.DATA);
      assertThat(bytes).isBetween(1, EARLY_LIMIT);
      tunnel.send(Frame.of(Frame.ACCEPT));
      int rest = 0;
      for (Frame frame = tunnel.next(); frame.type() == Frame.DATA; frame = tunnel.next()) {
        rest += frame.payload().length;
      }
      assertThat(bytes + rest).isEqualTo(payload.length());
      tunnel.send(Frame.end());
      assertThat(Received.readAll(client.getInputStream()).ending()).isEqualTo(CLEAN);
      assertThat(sender.isAlive()).isFalse();
    }
  }

  @Test
  void aTunnelThatSaidGoodbyeIsNotUsedAgain() throws IOException {
    try (RawTunnel tunnel = serveOne("first")) {
      tunnel.send(Frame.of(Frame.GOODBYE, (byte) 3));
      assertThat(tunnel.untilClosed()).allMatch(frame -> frame.type() == Frame.GOODBYE);
      try (Socket client = Client.connect(imported);
          RawTunnel next = east.establish()) {
        answerOne(next, client, "second");
      }
    }
  }

  @Test
  void aGoodbyeWithinASessionLetsItEnd() throws IOException {
    try (Socket client = Client.connect(imported);
        RawTunnel tunnel = east.establish()) {
      assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
      tunnel.send(Frame.of(Frame.ACCEPT), Frame.of(Frame.GOODBYE, (byte) 3), Frame.data("rest"));
      client.getOutputStream().write("up".getBytes(StandardCharsets.UTF_8));
      assertThat(tunnel.next().text()).isEqualTo("up");
      client.shutdownOutput();
      assertThat(tunnel.next().type()).isEqualTo(Frame.END);
      tunnel.send(Frame.end());
      Received received = Received.readAll(client.getInputStream());
      assertThat(received.bytes()).isEqualTo("rest".length());
      assertThat(received.ending()).isEqualTo(CLEAN);
      assertThat(tunnel.untilClosed()).allMatch(frame -> frame.type() == Frame.GOODBYE);
    }
  }

  @Test
  void anAbortBreaksTheClient() throws IOException {
    assertBreaksTheClient(List.of(Frame.data("some"), Frame.of(Frame.ABORT, (byte) 1)));
  }

  @Test
  void aTunnelThatClosesWithinASessionBreaksTheClient() throws IOException {
    try (Socket client = Client.connect(imported)) {
      try (RawTunnel tunnel = east.establish()) {
        assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
        tunnel.send(Frame.of(Frame.ACCEPT), Frame.data("some"));
        assertThat(client.getInputStream().readNBytes(4)).hasSize(4);
      }
      assertThat(Received.readAll(client.getInputStream()).ending()).isEqualTo(RESET);
    }
  }

  static Stream<Named<List<Frame>>> violations() {
    return Stream.of(
        Named.of("an unknown type", List.of(Frame.of(42))),
        Named.of("a second accept", List.of(Frame.of(Frame.ACCEPT))),
        Named.of("a late refusal", List.of(Frame.of(Frame.REFUSE, (byte) 1))),
        Named.of(
            "an open from the accepting side", List.of(Frame.open("0".repeat(32), "x", Map.of()))),
        Named.of("another hello", List.of(Frame.hello(Map.of()))),
        Named.of("data of no length", List.of(Frame.of(Frame.DATA))),
        Named.of("data over its limit", List.of(new Frame(Frame.DATA, 65_537, new byte[0]))),
        Named.of("the longest length", List.of(new Frame(Frame.DATA, 0xFFFFFF, new byte[0]))));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void aViolationBreaksTheClient(List<Frame> violation) throws IOException {
    assertBreaksTheClient(violation);
  }

  private void assertBreaksTheClient(List<Frame> frames) throws IOException {
    try (Socket client = Client.connect(imported);
        RawTunnel tunnel = east.establish()) {
      assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
      tunnel.send(Frame.of(Frame.ACCEPT));
      tunnel.send(frames.toArray(Frame[]::new));
      assertThat(Received.readAll(client.getInputStream()).ending()).isEqualTo(RESET);
    }
    assertServesAgain();
  }

  @Test
  void bytesBeforeTheAnswerAreAViolation() throws IOException {
    try (Socket client = Client.connect(imported);
        RawTunnel tunnel = east.establish()) {
      assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
      tunnel.send(Frame.data("too early"));
      Received received = Received.readAll(client.getInputStream());
      assertThat(received.bytes()).isZero();
      assertThat(received.ending()).isEqualTo(RESET);
    }
    assertServesAgain();
  }

  static Stream<BadCertificates.Bad> badCertificates() {
    return new BadCertificates(LINK.fabric(), Link.EAST, KeyPurposeId.id_kp_clientAuth).all();
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void aFarGatewayWithABadCertificateIsPassedOver(BadCertificates.Bad certificate)
      throws IOException {
    assertPassedOver(certificate.identity(), RawTunnel.Manners.GOOD, certificate.reason());
  }

  @Test
  void aFarGatewayOfAnotherNameIsPassedOver() throws IOException {
    assertPassedOver(northIdentity, RawTunnel.Manners.GOOD, "certificate-name");
  }

  @Test
  void aFarGatewayThatNamesNoProtocolIsPassedOver() throws IOException {
    assertPassedOver(eastIdentity, new RawTunnel.Manners("TLSv1.3", List.of()), "wrong-protocol");
  }

  @Test
  void aFarGatewayOfAnOlderTlsIsPassedOver() throws IOException {
    assertPassedOver(
        eastIdentity,
        new RawTunnel.Manners("TLSv1.2", List.of(RawTunnel.PROTOCOL)),
        "wrong-protocol");
  }

  /**
   * The bad gateway gets no byte of any session; the next source gets all of it, and where there is
   * none the client is told.
   */
  private void assertPassedOver(Identity identity, RawTunnel.Manners manners, String reason)
      throws IOException {
    List<Frame> heard = new CopyOnWriteArrayList<>();
    int mark = LINK.west().log().mark();
    putEast(FakeGateway.serving(identity, manners, tunnel -> heard.addAll(tunnel.untilClosed())));
    try (Socket client = Client.connect(imported)) {
      client.getOutputStream().write("secret".getBytes(StandardCharsets.UTF_8));
      try (RawTunnel tunnel = north.establish()) {
        assertThat(tunnel.next().type()).isEqualTo(Frame.OPEN);
        assertThat(tunnel.next().text()).isEqualTo("secret");
      }
    }
    LINK.west().log().await(mark, "gateway suspect", "peer=east", "detail=\"" + reason + ": ");
    try (Socket client = Client.connect(ofEastAlone)) {
      assertThat(Client.ask(client, "secret").ending()).isEqualTo(RESET);
    }
    LINK.west()
        .log()
        .await(mark, "tunnel refused", "direction=dialed", "peer=east", "reason=" + reason);
    assertThat(heard).allMatch(frame -> frame.type() == Frame.HELLO);
  }

  private void assertServesAgain() throws IOException {
    serveOne("again").close();
  }

  /** One whole session over a new tunnel, which is then free. */
  private RawTunnel serveOne(String text) throws IOException {
    try (Socket client = Client.connect(imported)) {
      RawTunnel tunnel = east.establish();
      answerOne(tunnel, client, text);
      return tunnel;
    }
  }

  private static String answerOne(RawTunnel tunnel, Socket client, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String session = OpenRequest.of(tunnel.next()).session();
    tunnel.send(Frame.of(Frame.ACCEPT), Frame.of(Frame.DATA, bytes), Frame.end());
    Received received =
        Exchange.both(
            client,
            to -> {
              to.getOutputStream().write(bytes);
              to.shutdownOutput();
            });
    assertThat(received.bytes()).isEqualTo(bytes.length);
    assertThat(received.ending()).isEqualTo(CLEAN);
    Frame data = tunnel.next();
    assertThat(Arrays.equals(data.payload(), bytes)).isTrue();
    assertThat(tunnel.next().type()).isEqualTo(Frame.END);
    return session;
  }
}
