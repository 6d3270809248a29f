package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** A session with an echo service that is never silent, on a thread of its own. */
public final class EchoStream implements AutoCloseable {
  private final EchoSession session;
  private final AtomicLong answers = new AtomicLong();
  private final CompletableFuture<Received.Ending> outcome = new CompletableFuture<>();
  private volatile boolean ending;

  private EchoStream(EchoSession session) {
    this.session = session;
  }

  /** Connects to an import of an echo service and begins to talk. */
  public static EchoStream start(InetSocketAddress address) throws IOException {
    EchoStream stream = new EchoStream(new EchoSession(address));
    Thread.ofVirtual().name("stream").start(stream::talk);
    return stream;
  }

  private void talk() {
    try {
      while (!ending) {
        if (!session.answers()) {
          throw new IOException("another answer than was asked for");
        }
        answers.incrementAndGet();
      }
      outcome.complete(session.end().ending());
    } catch (IOException e) {
      outcome.completeExceptionally(e);
    }
  }

  /** Whether answers still come. */
  public boolean isFlowing() {
    long before = answers.get();
    Awaitility.await("an answer").until(() -> answers.get() > before || outcome.isDone());
    return !outcome.isDone();
  }

  /** Ends it, and tells how it ended. */
  public Received.Ending end() throws ExecutionException, InterruptedException, TimeoutException {
    ending = true;
    return outcome.get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
