package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.BusyService;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import net.clusterlink.systemtests.wire.Frame;
import net.clusterlink.systemtests.wire.Identity;
import net.clusterlink.systemtests.wire.RawTunnel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the accepting side of a tunnel answers to a peer that keeps the protocol, or breaks it. */
@Tag("external")
@Timeout(60)
class AcceptingSideIT {
  private static final int NOT_FOUND_OR_DENIED = 1;
  private static final int UNREACHABLE = 2;
  private static final int REFUSED_AS_MALFORMED = 5;
  private static final int GOODBYE_FOR_PROTOCOL = 5;
  private static final int EARLY_LIMIT = 65_536;
  private static final String PEER = "north";

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final TcpService<Received> GUARDED = TcpService.start(Scripts.sink());
  private static final TcpService<Received> SINK = TcpService.start(Scripts.sink());
  private static final BusyService BUSY = BusyService.start();

  private static InetSocketAddress echo;
  private static Identity north;
  private static EchoSession bystander;

  @BeforeAll
  static void start() throws IOException {
    echo = LINK.offer("echo", ECHO);
    LINK.offer("guarded", GUARDED);
    LINK.offer("sink", SINK);
    LINK.offer("busy", "127.0.0.1", BUSY.port());
    LINK.offer("closed", "127.0.0.1", LINK.freeImportAddress().getPort());
    LINK.allowAll();
    LINK.eastConfig()
        .put(
            "allow-all.yaml",
            Manifests.policy(
                "echo", "allow", "{}", "{export.clusterlink.net/labels.service: echo}"),
            Manifests.policy("sink", "allow", "{}", "{export.clusterlink.net/name: sink}"),
            Manifests.policy("busy", "allow", "{}", "{export.clusterlink.net/name: busy}"),
            Manifests.policy("closed", "allow", "{}", "{export.clusterlink.net/name: closed}"),
            Manifests.policy(
                "west-to-guarded",
                "allow",
                "{peer.clusterlink.net/name: west}",
                "{export.clusterlink.net/name: guarded}"),
            Manifests.policy(
                "vip-to-all", "allow", "{peer.clusterlink.net/labels.vip: 'true'}", "{}"),
            Manifests.policy(
                "open-labels", "allow", "{}", "{export.clusterlink.net/labels.open: 'true'}"));
    LINK.start();
    north = Identity.load(LINK.fabric().peer(PEER));
    bystander = new EchoSession(echo);
  }

  @AfterAll
  static void stop() throws IOException {
    bystander.close();
    ECHO.close();
    GUARDED.close();
    SINK.close();
    BUSY.close();
  }

  @AfterEach
  void othersDoNotNotice() throws IOException {
    assertThat(bystander.answers()).as("a session that was there before").isTrue();
    try (EchoSession fresh = new EchoSession(echo)) {
      assertThat(fresh.answers()).isTrue();
    }
  }

  @Test
  void carriesSessionsOneAfterAnotherOverOneTunnel() throws IOException {
    try (RawTunnel tunnel = establish()) {
      for (String text : List.of("first", "second", "third")) {
        tunnel.send(open("echo"), Frame.data(text), Frame.end());
        assertAnswered(tunnel, text);
      }
    }
  }

  @Test
  void earlyBytesAndEndReachTheServiceThoughTheyCameBeforeTheAnswer() throws IOException {
    String early = "e".repeat(EARLY_LIMIT);
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("echo"), Frame.data(early), Frame.end());
      assertAnswered(tunnel, early);
    }
  }

  @Test
  void aStrangerCannotTellAnUnknownExportFromADeniedOne() throws IOException {
    int mark = LINK.east().log().mark();
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("no-such-export"));
      Frame unknown = tunnel.next();
      tunnel.send(open("guarded"));
      Frame denied = tunnel.next();
      assertThat(unknown.type()).isEqualTo(Frame.REFUSE);
      assertThat(unknown.code()).isEqualTo(NOT_FOUND_OR_DENIED);
      assertThat(denied.payload()).isEqualTo(unknown.payload());
    }
    LINK.east().log().await(mark, "reason=unknown-export", "peer=north", "no-such-export");
    LINK.east().log().await(mark, "reason=denied", "peer=north", "default/guarded");
    assertThat(GUARDED.connections()).isZero();
  }

  @Test
  void afterARefusalWhatFollowedTheOpenIsPassedOver() throws IOException {
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("guarded"), Frame.data("lost"), Frame.end());
      assertThat(tunnel.next().type()).isEqualTo(Frame.REFUSE);
      tunnel.send(open("echo"), Frame.data("found"), Frame.end());
      assertAnswered(tunnel, "found");
    }
  }

  @Test
  void aServiceThatIsNotThereIsUnreachable() throws IOException {
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("closed"));
      Frame refusal = tunnel.next();
      assertThat(refusal.type()).isEqualTo(Frame.REFUSE);
      assertThat(refusal.code()).isEqualTo(UNREACHABLE);
    }
  }

  @Test
  void claimsOfPeerAttributesGainNothing() throws IOException {
    assertDropped(
        Map.of(
            "peer.clusterlink.net/name", "west",
            "peer.clusterlink.net/labels.vip", "true"),
        "peer.clusterlink.net/name");
  }

  @Test
  void claimsOfExportAttributesGainNothing() throws IOException {
    assertDropped(
        Map.of(
            "export.clusterlink.net/labels.open", "true",
            "export.clusterlink.net/name", "echo"),
        "export.clusterlink.net/labels.open");
  }

  @Test
  void claimsDoNotHinderWhatIsAllowedAnyway() throws IOException {
    try (RawTunnel tunnel = establish()) {
      tunnel.send(
          Frame.open(session(), "echo", Map.of("peer.clusterlink.net/name", "west")),
          Frame.data("hello"),
          Frame.end());
      assertAnswered(tunnel, "hello");
    }
  }

  private static void assertDropped(Map<String, String> claims, String key) throws IOException {
    int mark = LINK.east().log().mark();
    long before = dropped();
    String session = session();
    try (RawTunnel tunnel = establish()) {
      tunnel.send(Frame.open(session, "guarded", claims));
      Frame refusal = tunnel.next();
      assertThat(refusal.type()).isEqualTo(Frame.REFUSE);
      assertThat(refusal.code()).isEqualTo(NOT_FOUND_OR_DENIED);
    }
    LINK.east()
        .log()
        .await(mark, "reserved attributes dropped", "peer=north", "session=" + session, key);
    assertThat(dropped()).isEqualTo(before + claims.size());
    assertThat(GUARDED.connections()).isZero();
  }

  private static long dropped() {
    return LINK.east().metrics().sum("clusterlink_reserved_attributes_dropped_total", "peer", PEER);
  }

  @Test
  void laterMinorVersionsMayAppendFields() throws IOException {
    try (RawTunnel tunnel = RawTunnel.dial(LINK.east().address(), Link.EAST, Optional.of(north))) {
      tunnel.send(longer(Frame.hello(Map.of()), 9));
      assertThat(tunnel.next().type()).isEqualTo(Frame.HELLO);
      tunnel.send(longer(open("echo"), 100), Frame.data("hello"), Frame.end());
      assertAnswered(tunnel, "hello");
    }
  }

  @Test
  void aPingIsAnsweredWithItsOwnBytes() throws IOException {
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
    try (RawTunnel tunnel = establish()) {
      tunnel.send(Frame.of(Frame.PING, bytes));
      Frame pong = tunnel.nextOfAll();
      assertThat(pong.type()).isEqualTo(Frame.PONG);
      assertThat(pong.payload()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ECHO", "../echo", "echo\n2026-01-01 INFO forged line", "echo\u001b[2J"})
  void aNameThatNoExportCanHaveIsRefusedAndForgesNoLogLine(String name) throws IOException {
    int mark = LINK.east().log().mark();
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open(name));
      Frame refusal = tunnel.next();
      assertThat(refusal.type()).isEqualTo(Frame.REFUSE);
      assertThat(refusal.code()).isIn(NOT_FOUND_OR_DENIED, REFUSED_AS_MALFORMED);
    }
    LINK.east().log().await(mark, "peer=north", "reason=");
    assertThat(LINK.east().log().since(mark))
        .noneMatch(line -> line.startsWith("2026-01-01 INFO forged") || line.contains("\u001b"));
  }

  static Stream<Named<Frame>> malformedOpens() {
    Map<String, String> many =
        IntStream.rangeClosed(1, 65)
            .boxed()
            .collect(Collectors.toMap(i -> "client.clusterlink.net/labels.l" + i, i -> "v"));
    byte[] good = open("echo").payload();
    byte[] repeated =
        Frame.open(session(), "echo", Map.of("client.clusterlink.net/a", "1")).payload();
    return Stream.of(
        Named.of("empty", Frame.of(Frame.OPEN)),
        Named.of("shorter than its session", Frame.of(Frame.OPEN, Arrays.copyOf(good, 10))),
        Named.of("cut in a string", Frame.of(Frame.OPEN, Arrays.copyOf(good, good.length - 4))),
        Named.of("without a name", open("")),
        Named.of("a name of 254 bytes", open("a".repeat(254))),
        Named.of("65 attributes", Frame.open(session(), "echo", many)),
        Named.of("the same key twice", twice(repeated)),
        Named.of(
            "a key of 513 bytes",
            Frame.open(
                session(), "echo", Map.of("client.clusterlink.net/" + "k".repeat(490), "v"))),
        Named.of(
            "a value of 254 bytes",
            Frame.open(session(), "echo", Map.of("client.clusterlink.net/k", "v".repeat(254)))),
        Named.of("text that is not UTF-8", withBadUtf8(good)));
  }

  @ParameterizedTest
  @MethodSource("malformedOpens")
  void aMalformedOpenIsRefusedAndItsTunnelClosed(Frame open) throws IOException {
    int mark = LINK.east().log().mark();
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open);
      List<Frame> answer = tunnel.untilClosed();
      assertThat(answer).extracting(Frame::type).containsExactly(Frame.REFUSE, Frame.GOODBYE);
      assertThat(answer.getFirst().code()).isEqualTo(REFUSED_AS_MALFORMED);
      assertThat(answer.getLast().code()).isEqualTo(GOODBYE_FOR_PROTOCOL);
    }
    LINK.east().log().await(mark, "protocol", "north");
  }

  static Stream<Named<List<Frame>>> violationsOfAFreeTunnel() {
    return Stream.of(
        Named.of("an unknown type", List.of(Frame.of(42))),
        Named.of("type 0", List.of(Frame.of(0))),
        Named.of("an open over its limit", List.of(new Frame(Frame.OPEN, 16_385, new byte[0]))),
        Named.of("the longest length", List.of(new Frame(Frame.DATA, 0xFFFFFF, new byte[0]))),
        Named.of("a long ping", List.of(new Frame(Frame.PING, 9, new byte[0]))),
        Named.of("a short ping", List.of(Frame.of(Frame.PING, new byte[7]))),
        Named.of("an end with a payload", List.of(new Frame(Frame.END, 1, new byte[0]))),
        Named.of("another hello", List.of(Frame.hello(Map.of()))),
        Named.of("data without a session", List.of(Frame.data("stray"))),
        Named.of("an end without a session", List.of(Frame.end())),
        Named.of("an accept from the dialing side", List.of(Frame.of(Frame.ACCEPT))),
        Named.of("a refusal from the dialing side", List.of(Frame.of(Frame.REFUSE, (byte) 1))));
  }

  @ParameterizedTest
  @MethodSource("violationsOfAFreeTunnel")
  void aViolationClosesTheTunnel(List<Frame> violation) throws IOException {
    int mark = LINK.east().log().mark();
    try (RawTunnel tunnel = establish()) {
      tunnel.send(violation.toArray(Frame[]::new));
      assertThat(tunnel.untilClosed())
          .allMatch(frame -> List.of(Frame.REFUSE, Frame.GOODBYE).contains(frame.type()))
          .allMatch(frame -> frame.code() == GOODBYE_FOR_PROTOCOL);
    }
    LINK.east().log().await(mark, "protocol", "north");
  }

  static Stream<Named<List<Frame>>> violationsOfASession() {
    return Stream.of(
        Named.of("a second open", List.of(open("echo"))),
        Named.of("data after its end", List.of(Frame.end(), Frame.data("more"))),
        Named.of("a second end", List.of(Frame.end(), Frame.end())),
        Named.of("data of no length", List.of(Frame.of(Frame.DATA))),
        Named.of("data over its limit", List.of(new Frame(Frame.DATA, 65_537, new byte[0]))),
        Named.of("an unknown type", List.of(Frame.of(99, new byte[3]))));
  }

  @ParameterizedTest
  @MethodSource("violationsOfASession")
  void aViolationBreaksTheSession(List<Frame> violation) throws IOException {
    int mark = LINK.east().log().mark();
    try (RawTunnel tunnel = establish()) {
      // The sink does not end before this side does, so the session is still on.
      tunnel.send(open("echo"), Frame.data("hello"));
      assertThat(tunnel.next().type()).isEqualTo(Frame.ACCEPT);
      assertThat(tunnel.next().text()).isEqualTo("hello");
      tunnel.send(violation.toArray(Frame[]::new));
      assertThat(tunnel.untilClosed()).allMatch(frame -> frame.type() != Frame.ACCEPT);
    }
    LINK.east().log().await(mark, "protocol", "north");
  }

  @Test
  void moreThanTheEarlyBytesBeforeTheAnswerIsAViolation() throws IOException {
    int mark = LINK.east().log().mark();
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("busy"), Frame.data("e".repeat(EARLY_LIMIT)), Frame.data("1"));
      assertThat(tunnel.untilClosed()).noneMatch(frame -> frame.type() == Frame.ACCEPT);
    }
    LINK.east().log().await(mark, "protocol", "north");
  }

  @Test
  void nothingMayComeBeforeTheHello() throws IOException {
    try (RawTunnel tunnel = RawTunnel.dial(LINK.east().address(), Link.EAST, Optional.of(north))) {
      tunnel.send(open("echo"), Frame.data("too early"));
      assertThat(tunnel.untilClosed())
          .allMatch(frame -> List.of(Frame.HELLO, Frame.GOODBYE).contains(frame.type()));
    }
  }

  @Test
  void anAbortOfThePeerBreaksTheServicesConnection() throws IOException {
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("sink"));
      assertThat(tunnel.next().type()).isEqualTo(Frame.ACCEPT);
      tunnel.send(Frame.data("some"), Frame.of(Frame.ABORT, (byte) 1));
      assertThat(SINK.next().ending()).isEqualTo(Received.Ending.RESET);
    }
  }

  @Test
  void aTunnelThatBreaksInASessionBreaksTheServicesConnection() throws IOException {
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("sink"));
      assertThat(tunnel.next().type()).isEqualTo(Frame.ACCEPT);
      tunnel.send(Frame.data("some"));
      tunnel.reset();
      assertThat(SINK.next().ending()).isEqualTo(Received.Ending.RESET);
    }
  }

  @Test
  void aCloseAlertOfTlsIsNoEndOfASession() throws IOException {
    try (RawTunnel tunnel = establish()) {
      tunnel.send(open("sink"));
      assertThat(tunnel.next().type()).isEqualTo(Frame.ACCEPT);
      tunnel.send(Frame.data("some"));
    }
    assertThat(SINK.next().ending()).isEqualTo(Received.Ending.RESET);
  }

  private static void assertAnswered(RawTunnel tunnel, String text) throws IOException {
    assertThat(tunnel.next().type()).isEqualTo(Frame.ACCEPT);
    StringBuilder answer = new StringBuilder();
    Frame frame = tunnel.next();
    for (; frame.type() == Frame.DATA; frame = tunnel.next()) {
      answer.append(frame.text());
    }
    assertThat(frame.type()).isEqualTo(Frame.END);
    assertThat(answer.toString()).isEqualTo(text);
  }

  private static RawTunnel establish() throws IOException {
    return RawTunnel.establish(LINK.east().address(), Link.EAST, north);
  }

  private static Frame open(String export) {
    return Frame.open(session(), export, Map.of());
  }

  private static String session() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static Frame longer(Frame frame, int more) {
    return Frame.of(frame.type(), Arrays.copyOf(frame.payload(), frame.payload().length + more));
  }

  /** The only pair of an open, once more; after session, namespace "default" and name "echo". */
  private static Frame twice(byte[] open) {
    int count = 16 + 2 + 7 + 2 + 4;
    byte[] longer = Arrays.copyOf(open, 2 * open.length - count - 2);
    longer[count + 1] = 2;
    System.arraycopy(open, count + 2, longer, open.length, open.length - count - 2);
    return Frame.of(Frame.OPEN, longer);
  }

  private static Frame withBadUtf8(byte[] open) {
    byte[] bad = open.clone();
    bad[16 + 2 + 7 + 2] = (byte) 0xFF;
    return Frame.of(Frame.OPEN, bad);
  }
}
