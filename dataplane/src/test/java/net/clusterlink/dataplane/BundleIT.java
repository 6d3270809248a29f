package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.testing.TestPeer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions of small messages that share a bundle between two gateways, on every transport. */
@Timeout(60)
@SuppressWarnings("try") // closing at a chosen moment is what is tested
class BundleIT {
  private static final int SESSIONS = 8;

  /** More than a direction sends by its tunnel before it goes aside. */
  private static final int UNTIL_ASIDE = 40;

  /** The first byte of a message that is answered with the end of the service's direction. */
  private static final byte LAST = 1;

  private static final byte[] LAST_WORDS = stream(99, 0, 300);

  private static final Duration LONG = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource
  void smallMessagesOfManySessionsShareABundle(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        var sessions = new Sessions(gateways, SESSIONS)) {
      sessions.answer();
      sessions.goAside();
      sessions.each(session -> session.ask(300));
      assertThat(bundles(gateways.west))
          .singleElement()
          .satisfies(bundle -> assertThat(bundle.tunnel().dialed()).isTrue());
      assertThat(bundles(gateways.east))
          .singleElement()
          .satisfies(bundle -> assertThat(bundle.tunnel().dialed()).isFalse());
      sessions.each(Session::end);
      assertAllCompleted(gateways, SESSIONS);
      assertThat(gateways.westEvents.closed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheOrderOfSmallAndLargeMessages(Transport transport) throws IOException {
    long seed = System.nanoTime();
    try (var gateways = new TwoGateways(transport);
        var sessions = new Sessions(gateways, SESSIONS)) {
      sessions.echo();
      sessions.goAside();
      sessions.each(session -> session.sendMixed(seed + session.number));
      sessions.join();
      assertAllCompleted(gateways, SESSIONS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionThatEndsAsideEndsInGoodOrder(Transport transport) throws IOException {
    int generations = 20;
    Queue<CompletableFuture<byte[]>> heard = new ConcurrentLinkedQueue<>();
    try (var gateways = new TwoGateways(transport)) {
      var accepting = async(() -> acceptAll(gateways, heard));
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        int number = i;
        clients.add(
            async(() -> {
              for (int generation = 0; generation < generations; generation++) {
                try (var session = new Session(number, gateways.connect())) {
                  session.ask(30);
                  if (generation % 2 == 0) {
                    session.end();
                  } else {
                    session.endBehindTheService();
                  }
                }
              }
            }));
      }
      clients.forEach(CompletableFuture::join);
      int all = SESSIONS * generations;
      assertAllCompleted(gateways, all);
      assertThat(heard).hasSize(all);
      assertThat(heard.stream().map(CompletableFuture::join).filter(words -> words.length > 0))
          .hasSize(all / 2)
          .allSatisfy(words -> assertThat(words).isEqualTo(LAST_WORDS));
      assertThat(bundles(gateways.west)).hasSize(1);
      assertThat(gateways.westEvents.closed).isEmpty();
      // A client's next session may come before its last one has ended.
      assertThat(gateways.westEvents.established).hasSizeLessThanOrEqualTo(2 * SESSIONS + 1);
      gateways.service.close();
      accepting.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientsResetBreaksOnlyItsOwnSession(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        var sessions = new Sessions(gateways, SESSIONS)) {
      sessions.answer();
      sessions.goAside();
      Session broken = sessions.all.getFirst();
      Sessions others = sessions.without(broken);
      var going = async(() -> others.each(session -> session.ask(200)));
      broken.client.setSoLinger(true, 0);
      broken.client.close();
      assertThatThrownBy(broken.served()::join)
          .hasRootCauseInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      going.join();
      others.each(session -> {
        session.ask(100);
        session.end();
      });
      assertEnds(gateways.westEvents, EndReason.CLIENT_RESET, SESSIONS - 1);
      assertEnds(gateways.eastEvents, EndReason.PEER_ABORTED, SESSIONS - 1);
      assertThat(bundles(gateways.west)).hasSize(1);
    }
  }

  private static void assertEnds(RecordedEvents events, EndReason one, int completed) {
    List<EndReason> expected = new ArrayList<>(Collections.nCopies(completed, EndReason.COMPLETED));
    expected.add(one);
    soon()
        .untilAsserted(() ->
            assertThat(events.ends)
                .extracting(SessionEnd::reason)
                .containsExactlyInAnyOrderElementsOf(expected));
  }

  @ParameterizedTest
  @EnumSource
  void aSlowReaderLosesNothingAndDelaysNobody(Transport transport) throws IOException {
    int much = 2_000_000;
    try (var gateways = new TwoGateways(transport);
        var sessions = new Sessions(gateways, SESSIONS)) {
      sessions.answer();
      sessions.goAside();
      Session slow = sessions.all.getFirst();
      slow.client.setReceiveBufferSize(256 * 1024);
      var sending =
          async(() -> {
            OutputStream out = slow.service().getOutputStream();
            for (int sent = 0; sent < much; sent += 250) {
              out.write(stream(7, sent, 250));
            }
          });
      Sessions others = sessions.without(slow);
      others.each(session -> session.ask(300));
      slow.expect(7, 0, much);
      sending.join();
      sessions.each(session -> {
        session.ask(UNTIL_ASIDE);
        session.end();
      });
      assertAllCompleted(gateways, SESSIONS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesBackWhenTheBundleRetires(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        var sessions = new Sessions(gateways, SESSIONS)) {
      sessions.answer();
      sessions.goAside();
      var going = new AtomicBoolean(true);
      var asking = async(() -> sessions.each(session -> session.askWhile(going)));
      for (int i = 0; i < 3; i++) {
        List<TunnelInfo> before = infos(bundles(gateways.east));
        gateways.east.accept(renewed(gateways, "east"));
        awaitOneBundleOtherThan(before, gateways.east, asking);
      }
      going.set(false);
      asking.join();
      // The tunnels are retired as well, and each closes behind its session.
      sessions.each(session -> {
        session.ask(UNTIL_ASIDE);
        session.endBehindTheService();
      });
      assertAllCompleted(gateways, SESSIONS);
      assertThat(sessions.all.stream().map(session -> session.served().join()))
          .allSatisfy(words -> assertThat(words).isEqualTo(LAST_WORDS));
      soon().until(() -> sessionTunnels(gateways.west) == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bundlesTheNextSessionsWhenTheDialingSideShowsAnotherCertificate(Transport transport)
      throws IOException {
    try (var gateways = new TwoGateways(transport);
        var sessions = new Sessions(gateways, SESSIONS)) {
      sessions.answer();
      sessions.goAside();
      List<TunnelInfo> before = infos(bundles(gateways.east));
      var going = new AtomicBoolean(true);
      var asking = async(() -> sessions.each(session -> session.askWhile(going)));
      gateways.west.accept(renewed(gateways, "west"));
      try (var next = new Sessions(gateways, SESSIONS)) {
        next.answer();
        var nextAsking = async(() -> next.each(session -> session.askWhile(going)));
        awaitOneBundleOtherThan(before, gateways.east, nextAsking);
        going.set(false);
        asking.join();
        nextAsking.join();
        sessions.each(Session::endBehindTheService);
        next.each(Session::end);
      }
      assertAllCompleted(gateways, 2 * SESSIONS);
    }
  }

  private static PeerCredentials renewed(TwoGateways gateways, String name) {
    TestPeer peer = gateways.authority.peer(name).issue();
    return new PeerCredentials(
        name, peer.chain(), peer.key(), Set.of(gateways.authority.certificate()));
  }

  private static void awaitOneBundleOtherThan(
      List<TunnelInfo> before, Dataplane gateway, CompletableFuture<Void> meanwhile) {
    soon()
        .until(() -> {
          assertGoesOn(meanwhile);
          List<TunnelInfo> now = infos(bundles(gateway));
          return now.size() == 1 && Collections.disjoint(now, before);
        });
  }

  private static void assertGoesOn(CompletableFuture<Void> meanwhile) {
    if (meanwhile.isDone()) {
      meanwhile.join();
    }
  }

  private static void assertAllCompleted(TwoGateways gateways, int sessions) {
    for (RecordedEvents events : List.of(gateways.westEvents, gateways.eastEvents)) {
      soon().untilAsserted(() -> assertThat(events.ends).hasSize(sessions));
      assertThat(events.ends)
          .allSatisfy(
              end -> assertThat(end.reason()).as(end.detail()).isEqualTo(EndReason.COMPLETED));
    }
  }

  private static List<TunnelStatus> bundles(Dataplane gateway) {
    return gateway.tunnels().stream().filter(TunnelStatus::bundle).toList();
  }

  private static long sessionTunnels(Dataplane gateway) {
    return gateway.tunnels().stream().filter(tunnel -> !tunnel.bundle()).count();
  }

  private static List<TunnelInfo> infos(List<TunnelStatus> tunnels) {
    return tunnels.stream().map(TunnelStatus::tunnel).toList();
  }

  // ---- what is said ----

  /** A part of the endless stream of a seed. */
  private static byte[] stream(long seed, long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (((from + i + seed) * 0x9E37_79B9_7F4A_7C15L) >>> 56);
    }
    return bytes;
  }

  /** Says the same again, until it has read {@link #LAST} or the end; returns what follows. */
  private static byte[] answer(Socket service) throws IOException {
    InputStream in = service.getInputStream();
    byte[] message = new byte[16 * 1024];
    for (int length; (length = in.read(message)) >= 0; ) {
      if (message[0] == LAST) {
        break;
      }
      service.getOutputStream().write(message, 0, length);
    }
    service.shutdownOutput();
    return in.readAllBytes();
  }

  private static void acceptAll(TwoGateways gateways, Queue<CompletableFuture<byte[]>> heard)
      throws IOException {
    try {
      while (true) {
        Socket service = gateways.service.accept();
        service.setSoTimeout(20_000);
        heard.add(
            supply(() -> {
              try (service) {
                return answer(service);
              }
            }));
      }
    } catch (SocketException e) {
      assertThat(gateways.service.isClosed()).isTrue();
    }
  }

  /** A client, and its service where it is known. */
  private static final class Session implements AutoCloseable {
    private final int number;
    private final Socket client;
    private final List<Socket> service = new ArrayList<>();
    private final List<CompletableFuture<byte[]>> served = new ArrayList<>();

    Session(int number, Socket client) throws IOException {
      this.number = number;
      this.client = client;
      client.setTcpNoDelay(true);
    }

    Socket service() {
      return service.getFirst();
    }

    /** What the service has heard behind its end. */
    CompletableFuture<byte[]> served() {
      return served.getFirst();
    }

    void ask(int rounds) throws IOException {
      for (int i = 0; i < rounds; i++) {
        byte[] question = stream(number, i, 1 + i % 300);
        question[0] = 0;
        client.getOutputStream().write(question);
        assertThat(client.getInputStream().readNBytes(question.length))
            .as("answer %s of session %s", i, number)
            .isEqualTo(question);
      }
    }

    void askWhile(AtomicBoolean going) throws IOException {
      while (going.get()) {
        ask(10);
      }
    }

    /** Reads so much of a stream. */
    void expect(long seed, long from, int length) throws IOException {
      byte[] part = new byte[16 * 1024];
      for (int taken = 0; taken < length; ) {
        int read = client.getInputStream().read(part, 0, Math.min(part.length, length - taken));
        assertThat(read).as("read behind %s of session %s", from + taken, number).isPositive();
        assertThat(Arrays.copyOf(part, read))
            .as("bytes from %s of session %s, seed %s", from + taken, number, seed)
            .isEqualTo(stream(seed, from + taken, read));
        taken += read;
      }
    }

    void end() throws IOException {
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    void endBehindTheService() throws IOException {
      client.getOutputStream().write(LAST);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.getOutputStream().write(LAST_WORDS);
      client.shutdownOutput();
    }

    /** Small and large messages, the answer to some waited for, and the end. */
    void sendMixed(long seed) throws IOException {
      var read = new Semaphore(0);
      var reading = async(() -> readMixed(seed, read));
      var random = new Random(seed);
      long sent = 0;
      int unread = 0;
      while (sent < 1_000_000) {
        boolean large = random.nextInt(4) == 0;
        boolean waits = random.nextBoolean();
        for (int left = large ? 1 : 1 + random.nextInt(60); left > 0; left--) {
          int length = large ? random.nextInt(5_000, 300_000) : random.nextInt(1, 300);
          client.getOutputStream().write(stream(seed, sent, length));
          sent += length;
          unread += length;
          if (waits && !large) {
            awaitRead(read, unread, reading);
            unread = 0;
          }
        }
      }
      client.shutdownOutput();
      awaitRead(read, unread, reading);
      reading.join();
    }

    private static void awaitRead(Semaphore read, int bytes, CompletableFuture<Void> reading) {
      try {
        if (!read.tryAcquire(bytes, LONG.toSeconds(), TimeUnit.SECONDS)) {
          assertGoesOn(reading);
          throw new AssertionError("no answer");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void readMixed(long seed, Semaphore read) throws IOException {
      byte[] part = new byte[64 * 1024];
      long taken = 0;
      for (int length; (length = client.getInputStream().read(part)) >= 0; taken += length) {
        assertThat(Arrays.copyOf(part, length))
            .as("bytes from %s of session %s, seed %s", taken, number, seed)
            .isEqualTo(stream(seed, taken, length));
        read.release(length);
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
      for (Socket socket : service) {
        socket.close();
      }
    }
  }

  /** Several at once. */
  private static final class Sessions implements AutoCloseable {
    private final TwoGateways gateways;
    private final List<Session> all = new ArrayList<>();

    Sessions(TwoGateways gateways, int count) throws IOException {
      this.gateways = gateways;
      for (int i = 0; i < count; i++) {
        var session = new Session(i, gateways.connect());
        all.add(session);
        session.service.add(gateways.acceptAtService());
        session.service().setTcpNoDelay(true);
      }
    }

    private Sessions(TwoGateways gateways, List<Session> all) {
      this.gateways = gateways;
      this.all.addAll(all);
    }

    Sessions without(Session one) {
      return new Sessions(gateways, all.stream().filter(session -> session != one).toList());
    }

    void answer() {
      all.forEach(session -> session.served.add(supply(() -> BundleIT.answer(session.service()))));
    }

    void echo() {
      all.forEach(session ->
          session.served.add(
              supply(() -> {
                InputStream in = session.service().getInputStream();
                in.transferTo(session.service().getOutputStream());
                session.service().shutdownOutput();
                return new byte[0];
              })));
    }

    void join() {
      all.forEach(session -> session.served().join());
    }

    /** Each asks until there is a bundle, and then until it is sure to use it. */
    void goAside() {
      var going = new AtomicBoolean(true);
      var asking = async(() -> each(session -> session.askWhile(going)));
      soon()
          .until(() -> {
            assertGoesOn(asking);
            return bundles(gateways.west).size() == 1 && bundles(gateways.east).size() == 1;
          });
      going.set(false);
      asking.join();
      each(session -> session.ask(UNTIL_ASIDE));
    }

    /** At once, and waits for all. */
    void each(Action action) {
      List<CompletableFuture<Void>> under = new ArrayList<>();
      all.forEach(session -> under.add(async(() -> action.on(session))));
      under.forEach(CompletableFuture::join);
    }

    @Override
    public void close() throws IOException {
      for (Session session : all) {
        session.close();
      }
    }
  }

  // ---- threads and waits ----

  private static ConditionFactory soon() {
    return await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  private interface Action {
    void on(Session session) throws IOException;
  }

  private interface Work {
    void run() throws IOException;
  }

  private interface Supply {
    byte[] get() throws IOException;
  }

  private static CompletableFuture<Void> async(Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static CompletableFuture<byte[]> supply(Supply supply) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return supply.get();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }
}
