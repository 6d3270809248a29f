package net.clusterlink.controlplane.directory;

import java.nio.file.Path;
import net.clusterlink.api.yaml.Problem;

/** What was noticed of a path and is not taken yet; it is due at a time of the monotonic clock. */
sealed interface Awaited {
  long dueNanos();

  /**
   * A file that is new or changed.
   *
   * @param sinceNanos when the first of the changes was noticed that are not taken yet
   */
  record Changed(Path real, FileStamp stamp, long sinceNanos, long dueNanos) implements Awaited {}

  /** Something that will not be looked into. */
  record Refused(Problem problem, long dueNanos) implements Awaited {}

  /** A file that is no longer there; {@code sinceNanos} as of a change. */
  record Gone(long sinceNanos, long dueNanos) implements Awaited {}

  /** How a change was noticed, which tells when it is complete. */
  enum Sign {
    /** Seen when looking at everything: complete if it was last written long enough ago. */
    SEEN,
    /** A name that appeared: a rename into place, unless a write follows at once. */
    APPEARED,
    /** A write: more may follow. */
    WRITTEN
  }
}
