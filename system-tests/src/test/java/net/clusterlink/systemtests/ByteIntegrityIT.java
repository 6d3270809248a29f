package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.Exchange;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session carries bytes and ends of stream as a direct connection would. */
@Timeout(60)
class ByteIntegrityIT {
  private static final int RANDOM_WRITES = 2_560;
  private static final int ONE_BYTE_WRITES = 10_000;
  private static final int PARALLEL = 40;

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final TcpService<Received> SINK = TcpService.start(Scripts.sink());
  private static final TcpService<Received> ANSWERING =
      TcpService.start(ByteIntegrityIT::readAllThenAnswerInKind);
  private static final TcpService<Received> TELLING =
      TcpService.start(ByteIntegrityIT::answerAtOnce);
  private static final TcpService<Received> TALKING =
      TcpService.start(ByteIntegrityIT::talkInLines);

  private static InetSocketAddress echo;
  private static InetSocketAddress sink;
  private static InetSocketAddress answering;
  private static InetSocketAddress telling;
  private static InetSocketAddress talking;

  @BeforeAll
  static void start() {
    echo = LINK.offer("echo", ECHO);
    sink = LINK.offer("sink", SINK);
    answering = LINK.offer("answering", ANSWERING);
    telling = LINK.offer("telling", TELLING);
    talking = LINK.offer("talking", TALKING);
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    List.of(ECHO, SINK, ANSWERING, TELLING, TALKING).forEach(TcpService::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 65_535, 65_536, 65_537, 200_000, 5_000_000})
  void theServiceAnswersAfterTheClientHasEnded(long size) throws IOException {
    Payload question = new Payload(size, size);
    try (Socket client = Client.connect(answering)) {
      question.writeTo(client.getOutputStream());
      client.shutdownOutput();
      Received answer = Received.readAll(client.getInputStream());
      assertThat(ANSWERING.next()).matches(received -> received.isWhole(question));
      assertThat(answer).matches(received -> received.isWhole(answerOf(size)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 65_536, 5_000_000})
  void theClientAnswersAfterTheServiceHasEnded(long size) throws IOException {
    Payload answer = new Payload(-size, size);
    try (Socket client = Client.connect(telling)) {
      Received told = Received.readAll(client.getInputStream());
      assertThat(told).matches(received -> received.isWhole(answerOf(100_000)));
      answer.writeTo(client.getOutputStream());
      client.shutdownOutput();
    }
    assertThat(TELLING.next()).matches(received -> received.isWhole(answer));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 65_536, 5_000_000})
  void bothEndAtOnce(long size) throws IOException {
    Payload upwards = new Payload(size + 1, size);
    try (Socket client = Client.connect(telling)) {
      Received downwards = Exchange.both(client, upwards);
      assertThat(downwards).matches(received -> received.isWhole(answerOf(100_000)));
    }
    assertThat(TELLING.next()).matches(received -> received.isWhole(upwards));
  }

  @Test
  void aSessionWithoutBytesEndsCleanlyOnBothSides() throws IOException {
    try (Socket client = Client.connect(sink)) {
      client.shutdownOutput();
      Received received = Received.readAll(client.getInputStream());
      assertThat(received).matches(nothing -> nothing.isWhole(new Payload(0, 0)));
    }
    assertThat(SINK.next()).matches(nothing -> nothing.isWhole(new Payload(0, 0)));
  }

  @Test
  void carriesWritesOfOneByte() throws IOException {
    Payload payload = new Payload(11, ONE_BYTE_WRITES);
    try (Socket client = Client.connect(echo)) {
      Received back =
          Exchange.both(
              client,
              to -> {
                payload.writeTo(to.getOutputStream(), () -> 1);
                to.shutdownOutput();
              });
      assertThat(back).matches(received -> received.isWhole(payload));
    }
  }

  @Test
  void carriesWritesOfRandomSizes() throws IOException {
    SplittableRandom random = new SplittableRandom(2_560);
    int[] sizes = random.ints(RANDOM_WRITES, 1, 8_000).toArray();
    Payload payload = new Payload(7, Arrays.stream(sizes).asLongStream().sum());
    byte[] bytes = payload.bytes();
    try (Socket client = Client.connect(echo)) {
      Received back = Exchange.both(client, to -> writeInParts(to, bytes, sizes));
      assertThat(back).matches(received -> received.isWhole(payload));
    }
  }

  @Test
  void whatTheServiceSaysFirstArrivesAsOverADirectConnection() throws IOException {
    assertThat(conversation(talking)).isEqualTo(conversation(TALKING.address()));
  }

  @Test
  void aGreetingArrivesWithoutAByteFromTheClientOverReusedTunnels() throws IOException {
    for (int session = 0; session < 20; session++) {
      try (Socket client = Client.connect(telling)) {
        Received told = Received.readAll(client.getInputStream());
        assertThat(told).matches(received -> received.isWhole(answerOf(100_000)));
      }
      assertThat(TELLING.next().bytes()).isZero();
    }
  }

  @Test
  void parallelSessionsLeaveTunnelsForThoseThatFollow() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> whole = new ArrayList<>();
      for (int i = 0; i < PARALLEL; i++) {
        Payload payload = new Payload(1_000 + i, 300_000);
        whole.add(clients.submit(() -> echoes(payload)));
      }
      for (Future<Boolean> each : whole) {
        assertThat(each.get()).isTrue();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a client failed", e.getCause());
    }
    long tunnels = LINK.west().metrics().sum("clusterlink_tunnels_established_total");
    for (int i = 0; i < PARALLEL; i++) {
      assertThat(echoes(new Payload(2_000 + i, 10_000))).isTrue();
    }
    assertThat(LINK.west().metrics().sum("clusterlink_tunnels_established_total"))
        .as("tunnels established, before and after sessions one after another")
        .isEqualTo(tunnels);
  }

  private static boolean echoes(Payload payload) throws IOException {
    try (Socket client = Client.connect(echo)) {
      return Exchange.both(client, payload).isWhole(payload);
    }
  }

  private static void writeInParts(Socket to, byte[] bytes, int[] sizes) throws IOException {
    OutputStream out = to.getOutputStream();
    int at = 0;
    for (int size : sizes) {
      out.write(bytes, at, size);
      at += size;
    }
    to.shutdownOutput();
  }

  private static Payload answerOf(long size) {
    return new Payload(size * 31 + 5, size);
  }

  private static Received readAllThenAnswerInKind(Socket socket) throws IOException {
    Received question = Received.readAll(socket.getInputStream());
    answerOf(question.bytes()).writeTo(socket.getOutputStream());
    socket.shutdownOutput();
    return question;
  }

  private static Received answerAtOnce(Socket socket) throws IOException {
    answerOf(100_000).writeTo(socket.getOutputStream());
    socket.shutdownOutput();
    return Received.readAll(socket.getInputStream());
  }

  /** A mail server's way: it greets, answers each line, and ends after "QUIT". */
  private static Received talkInLines(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write("220 ready\r\n".getBytes(StandardCharsets.UTF_8));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("QUIT")) {
        out.write("221 bye\r\n".getBytes(StandardCharsets.UTF_8));
        break;
      }
      out.write(("250 " + line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    socket.shutdownOutput();
    return Received.readAll(socket.getInputStream());
  }

  private static List<String> conversation(InetSocketAddress server) throws IOException {
    List<String> heard = new ArrayList<>();
    try (Socket client = Client.connect(server)) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = client.getOutputStream();
      heard.add(lines.readLine());
      for (String line : List.of("HELO me", "MAIL you", "DATA", "QUIT")) {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        heard.add(lines.readLine());
      }
      heard.add(String.valueOf(lines.readLine()));
    }
    return heard;
  }
}
