package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.Store;
import net.clusterlink.controlplane.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of YAML and JSON manifests as a store. Its files and those of its folders are read,
 * never written; changes are noticed as the system tells of them, and by looking at everything from
 * time to time in case it did not.
 *
 * <p>After the start one virtual thread does all of the work; it sleeps while nothing changes.
 */
public final class DirectoryStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryStore.class);

  /** Looking at everything takes at most one part in so many of the time. */
  private static final int LOOK_SHARE = 50;

  /** How often everything is looked at where the system does not tell of changes. */
  private static final Duration UNWATCHED = Duration.ofMillis(500);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Path directory;
  private final DirectoryOptions options;
  private final LongSupplier nanoTime;
  private final DirectoryFiles files;
  private final Catalog catalog = new Catalog();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean closed;
  private volatile Optional<DirectoryWatch> watch = Optional.empty();
  private volatile Optional<Thread> thread = Optional.empty();
  private long nextLook;
  private long lookedAt;
  private long lookTook;

  /** A store of the manifests in a directory, with the usual bounds. */
  public DirectoryStore(Path directory) {
    this(directory, DirectoryOptions.defaults(), InstantSource.system(), System::nanoTime);
  }

  /**
   * A store of the manifests in a directory.
   *
   * @param directory where they are; problems name its files as given here
   * @param clock the time of day, to tell how long ago a file was written
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   */
  public DirectoryStore(
      Path directory, DirectoryOptions options, InstantSource clock, LongSupplier nanoTime) {
    this.directory = directory;
    this.options = options;
    this.nanoTime = nanoTime;
    this.files = new DirectoryFiles(directory, options, clock);
  }

  @Override
  public void start(Consumer<ChangeSet> listener) {
    if (!begun.compareAndSet(false, true)) {
      throw new IllegalStateException("a store is started once");
    }
    ensureReadable(directory);
    var watching = new DirectoryWatch(directory);
    watch = Optional.of(watching);
    if (closed) {
      watching.close();
      return;
    }
    look(watching);
    try {
      long patience = nanoTime.getAsLong() + options.startPatience().toNanos();
      while (!files.complete(nanoTime.getAsLong()) && nanoTime.getAsLong() - patience < 0) {
        notice(watching, patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("reading " + directory + " was interrupted", e);
    } catch (ClosedWatchServiceException e) {
      throw new StoreException("reading " + directory + " was ended by closing the store", e);
    }
    long now = nanoTime.getAsLong();
    listener.accept(catalog.take(files.take(now, true), since(now)));
    thread =
        Optional.of(
            Thread.ofVirtual().name("config-directory").start(() -> run(watching, listener)));
  }

  /**
   * Makes sure that a directory can be listed.
   *
   * @throws StoreException when it cannot, with the remedy
   */
  static void ensureReadable(Path directory) {
    if (!Files.exists(directory)) {
      throw new StoreException(
          "the configuration directory "
              + directory
              + " does not exist; create it, or name another");
    }
    if (!Files.isDirectory(directory)) {
      throw new StoreException(
          "the configuration directory "
              + directory
              + " is not a directory; name the directory that holds the manifests");
    }
    try (var _ = Files.newDirectoryStream(directory)) {
      // It can be listed, and nothing more is asked of it here.
    } catch (IOException e) {
      throw new StoreException(
          "the configuration directory "
              + directory
              + " cannot be read: "
              + Failures.reason(e)
              + "; give the gateway's user the right to read it",
          e);
    }
  }

  private void run(DirectoryWatch watching, Consumer<ChangeSet> listener) {
    try {
      while (!closed) {
        long now = nanoTime.getAsLong();
        notice(watching, now + Math.max(0, nextLook - now));
        takeDue(listener);
      }
    } catch (ClosedWatchServiceException _) {
      // Closed, which ends it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("directory", Failures.shown(directory))
          .setCause(e)
          .log("the config directory is no longer followed");
      listener.accept(catalog.take(failed(e), Duration.ZERO));
    }
  }

  private Batch failed(RuntimeException e) {
    var problem =
        Failures.problem(
            directory,
            "changes are no longer followed, because of a fault: " + e,
            "restart the gateway, and report the fault with its log");
    return new Batch(
        Map.of(Failures.shown(directory), FileContent.unreadable(problem)), Set.of(), Map.of());
  }

  /** Waits until something was told, has become due, or the time has come. */
  private void notice(DirectoryWatch watching, long until) throws InterruptedException {
    long due = files.due().orElse(until);
    long wake = due - until < 0 ? due : until;
    var told = watching.await(wake - nanoTime.getAsLong());
    long now = nanoTime.getAsLong();
    told.events().forEach(event -> files.told(event, now));
    if (told.missed()) {
      nextLook = now;
    } else if (files.lookNeeded()) {
      long soon = Math.max(options.renameSettle().toNanos(), lookedAt + lookTook * 4 - now);
      nextLook = now + Math.min(soon, nextLook - now);
    }
    if (nextLook - now <= 0) {
      look(watching);
    }
  }

  private void look(DirectoryWatch watching) {
    long begin = nanoTime.getAsLong();
    if (watching.follow(files.look(begin))) {
      // What happened between looking at a folder and watching it was not told.
      watching.follow(files.look(nanoTime.getAsLong()));
    }
    lookedAt = nanoTime.getAsLong();
    lookTook = lookedAt - begin;
    Duration pause = watching.complete() ? options.rescan() : UNWATCHED;
    nextLook = lookedAt + Math.max(pause.toNanos(), lookTook * LOOK_SHARE);
  }

  private void takeDue(Consumer<ChangeSet> listener) {
    long now = nanoTime.getAsLong();
    if (closed || files.due().isEmpty() || files.due().getAsLong() - now > 0) {
      return;
    }
    Batch batch = files.take(now, false);
    if (batch.isEmpty()) {
      return;
    }
    ChangeSet set = catalog.take(batch, since(now));
    if (!set.isEmpty()) {
      listener.accept(set);
    }
  }

  private Duration since(long begin) {
    return Duration.ofNanos(nanoTime.getAsLong() - begin);
  }

  @Override
  public void close() {
    closed = true;
    watch.ifPresent(DirectoryWatch::close);
    thread.filter(running -> !running.equals(Thread.currentThread())).ifPresent(this::await);
  }

  private void await(Thread running) {
    try {
      if (!running.join(CLOSE_PATIENCE)) {
        LOG.atWarn()
            .addKeyValue("directory", Failures.shown(directory))
            .log("the config directory is still being read");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work done so far: files read, and objects looked at. */
  Work work() {
    return new Work(files.filesRead(), catalog.objectsTouched());
  }

  record Work(long filesRead, long objectsTouched) {}
}
