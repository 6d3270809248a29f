package net.clusterlink.systemtests.faults;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Probes begun twice a second, whatever became of those before. */
final class Probes implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Probe> done = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private int begun;

  /** Begins at once. */
  Probes(Probe.Connecting connecting) {
    var _ =
        clock.scheduleAtFixedRate(
            () -> {
              int number = begun++;
              underWay.incrementAndGet();
              Thread.ofVirtual()
                  .name("probe")
                  .start(() -> {
                    done.add(Probe.make(number, connecting));
                    underWay.decrementAndGet();
                  });
            },
            0,
            INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Those of which it is known what became of them. */
  List<Probe> done() {
    return List.copyOf(done);
  }

  /** Those of them that were begun after a time, by {@link System#nanoTime}. */
  List<Probe> doneAndBegunAfter(long timeNs) {
    return done.stream().filter(probe -> probe.begunNs() - timeNs > 0).toList();
  }

  /** Whether all that were begun are done. */
  boolean allDone() {
    return underWay.get() == 0;
  }

  /** Begins no more. */
  @Override
  public void close() {
    clock.shutdown();
  }
}
