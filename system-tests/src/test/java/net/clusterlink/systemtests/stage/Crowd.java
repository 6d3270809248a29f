package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Many long sessions with echo services, all open at once. */
public final class Crowd implements AutoCloseable {
  /** Fewer than a service or a gateway takes in at a time. */
  private static final int AT_ONCE = 200;

  private final List<EchoSession> sessions;

  /** What is done with each session. */
  @FunctionalInterface
  private interface Part {
    void with(EchoSession session) throws IOException;
  }

  private Crowd(List<EchoSession> sessions) {
    this.sessions = sessions;
  }

  /** Opens sessions, each to the import of its number, and has each answered once. */
  public static Crowd open(int size, IntFunction<InetSocketAddress> imports) {
    List<Callable<EchoSession>> opening =
        IntStream.range(0, size)
            .<Callable<EchoSession>>mapToObj(number -> () -> opened(imports.apply(number)))
            .toList();
    return new Crowd(together(opening));
  }

  private static EchoSession opened(InetSocketAddress address) throws IOException {
    EchoSession session = new EchoSession(address);
    answered(session);
    return session;
  }

  private static void answered(EchoSession session) throws IOException {
    if (!session.answers()) {
      throw new IOException("a session heard something else than it said");
    }
  }

  /** Has every session answered once more. */
  public void talk() {
    each(Crowd::answered);
  }

  /** Has every session answered again and again, until that is closed. */
  public Talking keepTalking() {
    return new Talking(this);
  }

  /** A crowd's talk. */
  public static final class Talking implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> rounds;
    private final AtomicInteger done = new AtomicInteger();

    private Talking(Crowd crowd) {
      rounds =
          clock.scheduleWithFixedDelay(
              () -> {
                crowd.talk();
                done.incrementAndGet();
              },
              0,
              PAUSE.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    /** Waits until each session has been answered that asked from now on; fails if one was not. */
    public void awaitRound() {
      int now = done.get();
      // The round that is under way may have begun before.
      Awaitility.await("everybody is answered")
          .atMost(LONGEST_ROUND)
          .until(() -> done.get() > now + 1 || rounds.isDone());
      if (rounds.isDone()) {
        throw new AssertionError("a session of the crowd failed", rounds.exceptionNow());
      }
    }

    @Override
    public void close() {
      clock.close();
    }
  }

  /** Ends every session, each cleanly. */
  public void end() {
    each(session -> {
      Received rest = session.end();
      if (rest.bytes() != 0 || rest.ending() != Received.Ending.CLEAN) {
        throw new IOException("a session ended with " + rest);
      }
    });
    close();
  }

  private void each(Part part) {
    List<Callable<EchoSession>> parts = new ArrayList<>();
    for (EchoSession session : sessions) {
      parts.add(() -> {
        part.with(session);
        return session;
      });
    }
    together(parts);
  }

  /** Does all of it, so many at a time; fails with the first that fails. */
  private static List<EchoSession> together(List<Callable<EchoSession>> parts) {
    Semaphore turns = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<EchoSession>> futures = new ArrayList<>();
      for (Callable<EchoSession> part : parts) {
        futures.add(
            threads.submit(() -> {
              turns.acquire();
              try {
                return part.call();
              } finally {
                turns.release();
              }
            }));
      }
      List<EchoSession> done = new ArrayList<>();
      for (Future<EchoSession> future : futures) {
        done.add(future.get());
      }
      return done;
    } catch (ExecutionException e) {
      throw new AssertionError("a session failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    each(EchoSession::close);
  }
}
