package net.clusterlink.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.clusterlink.systemtests.faults.Ticks.Verdict;
import net.clusterlink.systemtests.stage.Scripts;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What two peers are put to while something fails: short sessions begun all the time, and some long
 * ones; and what must hold of both.
 */
final class Endurance implements AutoCloseable {
  private static final int LONG_SESSIONS = 5;

  /** After so long everything is as before. */
  private static final Duration RECOVERY = Duration.ofSeconds(15);

  /** For so long it is seen to stay so. */
  private static final Duration WATCHED = Duration.ofSeconds(5);

  /** How much later than its time something may happen on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final DistantPeers peers;
  private final InetSocketAddress echo;
  private final InetSocketAddress ticks;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Queue<CompletableFuture<Verdict>> clients = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<Verdict>> services = new ConcurrentLinkedQueue<>();
  private @Nullable Probes probes;

  /** Offers the services that it needs; the gateways are not started yet. */
  Endurance(DistantPeers peers) throws IOException {
    this.peers = peers;
    this.echo = peers.serve("echo", Scripts.echo());
    this.ticks = peers.serve("ticks", socket -> talk(socket, services));
  }

  private Verdict talk(Socket socket, Queue<CompletableFuture<Verdict>> ends) throws IOException {
    CompletableFuture<Verdict> end = new CompletableFuture<>();
    ends.add(end);
    try (socket) {
      Verdict verdict = Ticks.talk(socket, stop);
      end.complete(verdict);
      return verdict;
    } catch (IOException | RuntimeException e) {
      end.completeExceptionally(e);
      throw e;
    }
  }

  /** Begins and waits until all is well. */
  void begin() throws IOException {
    for (int i = 0; i < LONG_SESSIONS; i++) {
      Socket socket = peers.connect(ticks);
      Thread.ofVirtual()
          .name("ticks client")
          .start(() -> {
            try {
              talk(socket, clients);
            } catch (IOException e) {
              throw new AssertionError("a client's session failed", e);
            }
          });
    }
    probes = new Probes(() -> peers.connect(echo));
    Awaitility.await("all is well")
        .until(() ->
            services.size() == LONG_SESSIONS
                && probes().done().stream().filter(Endurance::isServed).count() > 2);
    sessionsAreLive();
  }

  /** Lets time pass. */
  void lasts(Duration time) {
    Awaitility.await("nothing is cut short")
        .pollInterval(Duration.ofMillis(500))
        .during(time)
        .atMost(time.plus(SLACK))
        .until(() -> probes().done().stream().noneMatch(Endurance::isCutShort));
  }

  /** All long sessions go on. */
  void sessionsAreLive() {
    assertThat(clients).hasSize(LONG_SESSIONS).noneMatch(CompletableFuture::isDone);
    assertThat(services).hasSize(LONG_SESSIONS).noneMatch(CompletableFuture::isDone);
  }

  /** All long sessions have ended, and both ends have seen that it was no farewell. */
  void sessionsHaveBroken() {
    assertThat(verdicts(clients)).hasSize(LONG_SESSIONS).containsOnly(Verdict.BROKEN);
    assertThat(verdicts(services)).hasSize(LONG_SESSIONS).containsOnly(Verdict.BROKEN);
  }

  private static List<Verdict> verdicts(Queue<CompletableFuture<Verdict>> ends) {
    return ends.stream()
        .map(end -> end.orTimeout(SLACK.toSeconds(), TimeUnit.SECONDS).join())
        .toList();
  }

  /**
   * There is service again, of itself; nothing was cut short, and nobody waited longer than the
   * bound. Returns what was seen.
   */
  String recovers(Duration bound) {
    long mendedNs = System.nanoTime();
    lasts(RECOVERY.plus(WATCHED));
    stop.set(true);
    assertThat(verdicts(clients)).hasSize(LONG_SESSIONS).isSubsetOf(Verdict.WHOLE, Verdict.BROKEN);
    assertThat(verdicts(services)).containsExactlyInAnyOrderElementsOf(verdicts(clients));
    probes().close();
    Awaitility.await("every client knows what became of it")
        .atMost(bound)
        .until(() -> probes().allDone());
    List<Probe> all = probes().done();
    assertThat(all).noneMatch(Endurance::isCutShort).allMatch(probe -> within(bound, probe));
    assertThat(probes().doneAndBegunAfter(mendedNs + RECOVERY.toNanos()))
        .isNotEmpty()
        .allMatch(Endurance::isServed);
    return summary(all, mendedNs);
  }

  private String summary(List<Probe> all, long mendedNs) {
    long longestMs = all.stream().mapToLong(probe -> probe.took().toMillis()).max().orElseThrow();
    long backMs =
        probes().doneAndBegunAfter(mendedNs).stream()
            .filter(Endurance::isServed)
            .map(Probe::begunNs)
            .min(Comparator.naturalOrder())
            .map(begunNs -> TimeUnit.NANOSECONDS.toMillis(begunNs - mendedNs))
            .orElseThrow();
    return "%d short sessions, %d of them served, the longest %d ms; served again after %d ms; long sessions %s and %s"
        .formatted(
            all.size(),
            all.stream().filter(Endurance::isServed).count(),
            longestMs,
            backMs,
            verdicts(clients),
            verdicts(services));
  }

  private static boolean isServed(Probe probe) {
    return probe.result() == Probe.Result.SERVED;
  }

  private static boolean isCutShort(Probe probe) {
    return probe.result() == Probe.Result.TRUNCATED;
  }

  private static boolean within(Duration bound, Probe probe) {
    return probe.result() != Probe.Result.STUCK && probe.took().compareTo(bound) <= 0;
  }

  private Probes probes() {
    if (probes == null) {
      throw new IllegalStateException("begin first");
    }
    return probes;
  }

  @Override
  public void close() {
    if (probes != null) {
      probes.close();
    }
  }
}
