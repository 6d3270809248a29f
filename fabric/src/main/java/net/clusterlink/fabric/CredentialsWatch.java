package net.clusterlink.fabric;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes up what changes in a peer's folder. The files are looked at once an interval; when one has
 * changed, all are read and verified anew, and what is good is handed over. Whoever replaces
 * several files does so one after another, so what is bad is reported only when it has been so for
 * a second. The credentials in force stay so until there are good ones.
 *
 * <p>Whom the peer trusts does not wait for its own certificate: authorities and revocation lists
 * that are good count though the certificate beside them is not, and that in force stays. A list
 * that is gone counts on, lest a slip let those in again whom it named.
 *
 * <p>A folder that changed is read again a second later: what was written while it was read, too
 * soon for the file's time to tell, is not missed.
 *
 * <p>It runs on one virtual thread of its own, which also calls consumer and listener.
 */
public final class CredentialsWatch implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Path folder;
  private final Consumer<PeerCredentials> consumer;
  private final Listener listener;
  private final Clock clock;
  private final Duration interval;
  private final long patientLooks;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private PeerCredentials inForce;
  private Optional<FolderStamp> lastSeen = Optional.empty();
  private Optional<FolderStamp> refused = Optional.empty();
  private boolean settled;
  private long unchangedLooks;

  /** Is told what became of the folder. */
  public interface Listener {
    /** These are in force now; also when the folder again holds what stayed in force meanwhile. */
    void taken(PeerCredentials credentials);

    /**
     * Something that the folder holds or lacks cannot be used, and what was before stays in force.
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
    this.patientLooks = Math.max(1, PATIENCE.dividedBy(interval));
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
    unchangedLooks = changed ? 0 : unchangedLooks + 1;
    if (changed || (!settled && unchangedLooks % patientLooks == 0)) {
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

  /** Reads the folder and takes what it holds, or says what of it cannot be taken. */
  private Optional<String> read() {
    try {
      Trust read = Trust.read(folder);
      Trust trust = read.orRevocationsOf(inForce.trust());
      List<String> faults = new ArrayList<>();
      PeerCredentials next = own(trust, faults);
      if (!trust.equals(read)) {
        faults.add(listIsGone(trust.revocations()));
      }
      take(next, faults.isEmpty());
      return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
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

  /** What is trusted counts at once, though this peer's own certificate be bad or revoked by it. */
  private PeerCredentials own(Trust trust, List<String> faults) {
    try {
      PeerCredentials read = PeerCredentials.load(folder, trust, clock);
      checkName(read);
      return read;
    } catch (FabricException e) {
      faults.add(String.valueOf(e.getMessage()));
      return inForce.with(trust);
    }
  }

  private void take(PeerCredentials next, boolean faultless) {
    if (!next.equals(inForce)) {
      consumer.accept(next);
      inForce = next;
      listener.taken(next);
    } else if (faultless && refused.isPresent()) {
      listener.taken(next);
    }
    if (faultless) {
      refused = Optional.empty();
    }
  }

  private String listIsGone(Revocations kept) {
    return Shown.path(folder.resolve(PemFile.REVOKED))
        + " is gone, and the certificates that it revoked ("
        + kept.count()
        + ") stay so; put the fabric's newest "
        + PemFile.REVOKED
        + " there, or start the gateway anew to do without one";
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
