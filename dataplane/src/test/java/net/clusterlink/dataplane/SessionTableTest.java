package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionTableTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final SessionTable table = new SessionTable(2);

  @Test
  void takesAsManyAsItMayAndNoMore() {
    LiveSession first = session();
    assertThat(table.enter(first)).isTrue();
    assertThat(table.enter(session())).isTrue();
    assertThat(table.enter(session())).isFalse();
    assertThat(table.size()).isEqualTo(2);
    table.leave(first);
    assertThat(table.enter(session())).isTrue();
    assertThat(table.all()).hasSize(2).doesNotContain(first);
  }

  @Test
  void ignoresTheLeaveOfOneThatIsNotInIt() {
    LiveSession first = session();
    table.enter(first);
    table.leave(session());
    assertThat(table.size()).isEqualTo(1);
    table.leave(first);
    table.leave(first);
    assertThat(table.size()).isZero();
  }

  @Test
  void awaitsNothingWhenEmpty() throws InterruptedException {
    assertThat(table.awaitEmpty(Duration.ZERO)).isTrue();
  }

  @Test
  void saysWhenTheTimeWasTooShort() throws InterruptedException {
    table.enter(session());
    assertThat(table.awaitEmpty(Duration.ofMillis(5))).isFalse();
  }

  @Test
  void awaitsTheLastSession() {
    LiveSession first = session();
    LiveSession last = session();
    table.enter(first);
    table.enter(last);
    CompletableFuture<Boolean> empty = awaitEmpty();
    table.leave(first);
    assertThat(empty).isNotDone();
    table.leave(last);
    assertThat(empty.join()).isTrue();
  }

  @Test
  void holdsItsLimitUnderConcurrency() throws Exception {
    var full = new SessionTable(10);
    var most = new AtomicInteger();
    var inside = new AtomicInteger();
    together(
        8,
        () -> {
          for (int i = 0; i < 5_000; i++) {
            LiveSession session = session();
            if (full.enter(session)) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              inside.decrementAndGet();
              full.leave(session);
            }
          }
        });
    assertThat(most.get()).isLessThanOrEqualTo(10);
    assertThat(full.size()).isZero();
    assertThat(full.all()).isEmpty();
  }

  @Test
  void noticesThatItIsEmptyWhateverIsTurnedAwayMeanwhile() {
    for (int round = 0; round < 200; round++) {
      var single = new SessionTable(1);
      LiveSession only = session();
      single.enter(only);
      CompletableFuture<Boolean> empty = awaitEmpty(single);
      var tried = new AtomicInteger();
      CompletableFuture<Void> late =
          CompletableFuture.runAsync(() -> {
            while (single.size() > 0) {
              LiveSession turnedAway = session();
              if (single.enter(turnedAway)) {
                single.leave(turnedAway);
              }
              tried.incrementAndGet();
            }
          });
      while (tried.get() < 100) {
        Thread.onSpinWait();
      }
      single.leave(only);
      late.join();
      assertThat(empty).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
    }
  }

  private CompletableFuture<Boolean> awaitEmpty() {
    return awaitEmpty(table);
  }

  private static CompletableFuture<Boolean> awaitEmpty(SessionTable table) {
    var asked = new CompletableFuture<Thread>();
    var empty =
        CompletableFuture.supplyAsync(
            () -> {
              asked.complete(Thread.currentThread());
              try {
                return table.awaitEmpty(LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Thread::startVirtualThread);
    Thread waiting = asked.join();
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> waiting.getState() == Thread.State.TIMED_WAITING || empty.isDone());
    return empty;
  }

  /** Work that may throw. */
  private interface Work {
    void run() throws Exception;
  }

  private static void together(int threads, Work work) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        running.add(
            executor.submit(() -> {
              work.run();
              return null;
            }));
      }
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  private static LiveSession session() {
    return new LiveSession() {
      @Override
      public void breakOnFault() {}

      @Override
      public void shutDown() {}

      @Override
      public void recheck() {}

      @Override
      public SessionInfo info() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
