package net.clusterlink.fabric;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes up what changes in a peer's folder. The files are looked at once an interval; when one has
 * changed, all are read and verified anew, and what is good is handed over. Whoever replaces
 * several files does so one after another, so what is bad is reported only when a second look finds
 * it unchanged. The credentials in force stay so until there are good ones.
 *
 * <p>A folder that changed is read again at the next look: what was written while it was read, too
 * soon for the file's time to tell, is not missed.
 *
 * <p>It runs on one virtual thread of its own, which also calls consumer and listener.
 */
public final class CredentialsWatch implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final Path folder;
  private final Consumer<PeerCredentials> consumer;
  private final Listener listener;
  private final Clock clock;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private PeerCredentials inForce;
  private Optional<FolderStamp> lastSeen = Optional.empty();
  private Optional<FolderStamp> refused = Optional.empty();
  private boolean settled;

  /** Is told what became of the folder. */
  public interface Listener {
    /** These are in force now; also when the folder again holds what stayed in force meanwhile. */
    void taken(PeerCredentials credentials);

    /**
     * What the folder holds cannot be used, and the credentials before stay in force.
     *
     * @param message names the file and the remedy
     */
    void refused(String message);

    /** The folder was looked at, whatever it held: once an interval. */
    void looked();
  }

  /**
   * A watch that is yet to be started.
   *
   * @param folder a peer's
   * @param inForce what was read of it, and is in force
   * @param consumer puts others in force; what it throws refuses them
   * @param listener is told, after the consumer
   * @param clock tells which certificates are valid
   * @param interval between two looks
   */
  public CredentialsWatch(
      Path folder,
      PeerCredentials inForce,
      Consumer<PeerCredentials> consumer,
      Listener listener,
      Clock clock,
      Duration interval) {
    this.folder = folder;
    this.inForce = inForce;
    this.consumer = consumer;
    this.listener = listener;
    this.clock = clock;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("certificates").unstarted(this::run);
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        look();
      } while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once. */
  void look() {
    Optional<FolderStamp> seen = Optional.of(FolderStamp.of(folder));
    boolean changed = !seen.equals(lastSeen);
    if (changed || !settled) {
      lastSeen = seen;
      Optional<String> fault = read();
      // What is bad may become good without a change: by its date, or by its permissions.
      settled = fault.isEmpty() && !changed;
      if (fault.isPresent() && !changed && !refused.equals(seen)) {
        refused = seen;
        listener.refused(fault.get());
      }
    }
    listener.looked();
  }

  /** Reads the folder and takes what it holds, or says why not. */
  private Optional<String> read() {
    try {
      PeerCredentials read = PeerCredentials.load(folder, clock);
      checkName(read);
      if (!read.equals(inForce)) {
        consumer.accept(read);
        inForce = read;
        listener.taken(read);
      } else if (refused.isPresent()) {
        listener.taken(read);
      }
      refused = Optional.empty();
      return Optional.empty();
    } catch (FabricException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // whatever it is: this thread lives on to see it mended
      return Optional.of(
          "the certificates in "
              + Shown.path(folder)
              + " cannot be put in force: "
              + e
              + "; issue others with `clusterlink create peer-cert --renew`");
    }
  }

  private void checkName(PeerCredentials read) {
    if (!read.peer().equals(inForce.peer())) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          Shown.path(folder.resolve(PemFile.CERTIFICATE))
              + " is of peer "
              + Shown.name(read.peer())
              + " where one of "
              + Shown.name(inForce.peer())
              + " was expected",
          "put that peer's files there, or start the gateway anew to make it another peer's");
    }
  }

  /** Ends it, started or not, and waits for a take-up that is under way. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (thread.isAlive()) {
        thread.join(END_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
