package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is told by the system of changes in folders. Where the system cannot (its watches are used up, as
 * {@code fs.inotify.max_user_watches} bounds them), it says so, and waiting is all it does.
 */
final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

  /** A change of one name in a folder. */
  record Event(WatchedFolder folder, Path name, Awaited.Sign sign) {}

  /**
   * What was told.
   *
   * @param missed whether some of it was lost, so that everything has to be looked at
   */
  record Told(List<Event> events, boolean missed) {}

  private final Optional<WatchService> service;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Map<WatchKey, WatchedFolder> folders = new HashMap<>();
  private boolean complete;

  DirectoryWatch(Path root) {
    this.service = open(root);
    this.complete = service.isPresent();
  }

  private static Optional<WatchService> open(Path root) {
    try {
      return Optional.of(root.getFileSystem().newWatchService());
    } catch (IOException | UnsupportedOperationException e) {
      LOG.atWarn()
          .addKeyValue("directory", Failures.shown(root))
          .addKeyValue("cause", e.getMessage())
          .addKeyValue("remedy", "raise fs.inotify.max_user_instances")
          .log("config directory is not watched, changes are looked for instead");
      return Optional.empty();
    }
  }

  /** Whether every folder is watched. */
  boolean complete() {
    return complete;
  }

  /**
   * Watches these folders and no others.
   *
   * @param wanted paths under which files are known, by the real path of the folder
   * @return whether one of them was not watched before, so that changes may have been missed
   */
  boolean follow(Map<Path, Path> wanted) {
    if (service.isEmpty()) {
      return false;
    }
    keys.entrySet()
        .removeIf(entry -> {
          if (wanted.containsKey(entry.getKey()) && entry.getValue().isValid()) {
            return false;
          }
          entry.getValue().cancel();
          folders.remove(entry.getValue());
          return true;
        });
    boolean added = false;
    boolean before = complete;
    complete = true;
    for (var folder : wanted.entrySet()) {
      WatchKey key = keys.get(folder.getKey());
      if (key == null) {
        key = register(service.get(), folder.getKey(), before);
        added |= key != null;
      }
      if (key == null) {
        complete = false;
      } else {
        keys.put(folder.getKey(), key);
        folders.put(key, new WatchedFolder(folder.getValue(), folder.getKey()));
      }
    }
    return added;
  }

  private static @org.jspecify.annotations.Nullable WatchKey register(
      WatchService service, Path folder, boolean tell) {
    try {
      return folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
    } catch (NoSuchFileException gone) {
      // Whoever reads it says so.
      return null;
    } catch (IOException e) {
      if (tell) {
        LOG.atWarn()
            .addKeyValue("folder", Failures.shown(folder))
            .addKeyValue("cause", Failures.reason(e))
            .addKeyValue("remedy", "raise fs.inotify.max_user_watches")
            .log("config folder is not watched, changes are looked for instead");
      }
      return null;
    }
  }

  /**
   * Waits until something is told or the time is over.
   *
   * @throws ClosedWatchServiceException once closed
   * @throws InterruptedException when interrupted
   */
  Told await(long nanos) throws InterruptedException {
    if (service.isEmpty()) {
      if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new ClosedWatchServiceException();
      }
      return new Told(List.of(), false);
    }
    var events = new ArrayList<Event>();
    boolean missed = false;
    WatchKey key = service.get().poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    while (key != null) {
      missed |= collect(key, events);
      key = service.get().poll();
    }
    return new Told(events, missed);
  }

  private boolean collect(WatchKey key, List<Event> events) {
    boolean missed = false;
    WatchedFolder folder = folders.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
        missed = true;
      } else if (folder != null && event.context() instanceof Path name) {
        events.add(new Event(folder, name, sign(event.kind())));
      }
    }
    return !key.reset() || missed;
  }

  private static Awaited.Sign sign(WatchEvent.Kind<?> kind) {
    if (kind.equals(StandardWatchEventKinds.ENTRY_CREATE)) {
      return Awaited.Sign.APPEARED;
    }
    return kind.equals(StandardWatchEventKinds.ENTRY_MODIFY)
        ? Awaited.Sign.WRITTEN
        : Awaited.Sign.SEEN;
  }

  @Override
  public void close() {
    closed.countDown();
    service.ifPresent(open -> {
      try {
        open.close();
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("watch not closed cleanly");
      }
    });
  }
}
