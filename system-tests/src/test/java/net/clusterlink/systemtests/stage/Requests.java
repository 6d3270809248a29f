package net.clusterlink.systemtests.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Requests of some clients at once, each client's one after another without a pause, until they are
 * closed: what became of each. Every request is another one.
 */
public final class Requests implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  /**
   * What became of a request.
   *
   * @param begunNs by {@link System#nanoTime}
   * @param answer in full, or why there is none
   */
  public record Outcome(String request, long begunNs, String answer) {
    /** Whether the service answered, and nothing is missing. */
    public boolean isWell() {
      return answer.endsWith(" answers " + request);
    }

    /** Who answered. */
    public String answeredBy() {
      return answer.substring(0, answer.indexOf(' '));
    }
  }

  private Requests() {}

  /** A service that answers every request with its name. */
  public static TcpService.Script<String> answering(String name) {
    return socket -> {
      String request = new String(socket.getInputStream().readAllBytes(), UTF_8);
      socket.getOutputStream().write((name + " answers " + request).getBytes(UTF_8));
      socket.shutdownOutput();
      return request;
    };
  }

  /** Begins with as many clients. */
  public static Requests start(InetSocketAddress service, int clients) {
    var requests = new Requests();
    for (int i = 0; i < clients; i++) {
      requests.clients.execute(() -> {
        while (!requests.closed) {
          requests.outcomes.add(one(service));
        }
      });
    }
    return requests;
  }

  /** So many requests, one after another. */
  public static List<Outcome> some(InetSocketAddress service, int count) {
    return Stream.generate(() -> one(service)).limit(count).toList();
  }

  /** One request. */
  public static Outcome one(InetSocketAddress service) {
    String request = "request " + NEXT.incrementAndGet();
    long begunNs = System.nanoTime();
    try (Socket client = Client.connect(service)) {
      client.getOutputStream().write(request.getBytes(UTF_8));
      client.shutdownOutput();
      return new Outcome(
          request, begunNs, new String(client.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      return new Outcome(request, begunNs, e.toString());
    }
  }

  /** Those that have ended. */
  public List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** Begins no more, and returns all when the last has ended. */
  public List<Outcome> end() {
    close();
    return outcomes();
  }

  /** Ends when the requests in flight have ended. */
  @Override
  public void close() {
    closed = true;
    clients.close();
  }
}
