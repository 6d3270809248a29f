package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** A service's flood: it sends until nobody takes more, so that everything on the way is full. */
public final class Flood implements TcpService.Script<Long> {
  private static final Duration STILL = Duration.ofMillis(300);
  private static final int PART = 64 * 1024;

  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<Optional<Socket>> socket = new AtomicReference<>(Optional.empty());

  @Override
  public Long talk(Socket to) throws IOException {
    socket.set(Optional.of(to));
    byte[] part = new byte[PART];
    while (true) {
      to.getOutputStream().write(part);
      sent.addAndGet(PART);
    }
  }

  /** Waits until nothing moves any more; returns how many bytes found room on the way. */
  public long awaitFull() {
    AtomicLong before = new AtomicLong(-1);
    return Awaitility.await("everything on the way is full")
        .pollInterval(STILL)
        .until(sent::get, now -> now > 0 && before.getAndSet(now) == now);
  }

  /** Breaks the service's connection. */
  public void reset() throws IOException {
    Client.reset(socket.get().orElseThrow());
  }
}
