package net.clusterlink.controlplane.directory;

import java.time.Duration;

/**
 * The bounds and intervals of a directory store.
 *
 * @param maxFiles manifests in the whole tree
 * @param maxFileBytes size of one manifest
 * @param maxTotalBytes size of all manifests together
 * @param maxDepth folders below the directory, one inside the other
 * @param quiet how long a file that is empty or being written must stay unchanged before it counts;
 *     also how long one must be gone
 * @param renameSettle how long a file renamed into place is watched for writes before it counts
 * @param rescan how often everything is looked at without being told of a change
 * @param startPatience how long the start waits for files that are still being written
 */
public record DirectoryOptions(
    int maxFiles,
    long maxFileBytes,
    long maxTotalBytes,
    int maxDepth,
    Duration quiet,
    Duration renameSettle,
    Duration rescan,
    Duration startPatience) {

  /** What a gateway uses. */
  public static DirectoryOptions defaults() {
    return new DirectoryOptions(
        20_000,
        4 << 20,
        64 << 20,
        16,
        Duration.ofMillis(200),
        Duration.ofMillis(20),
        Duration.ofSeconds(3),
        Duration.ofSeconds(1));
  }

  /** These for reading once what is there, without waiting for anything. */
  DirectoryOptions withoutWaiting() {
    return new DirectoryOptions(
        maxFiles,
        maxFileBytes,
        maxTotalBytes,
        maxDepth,
        Duration.ZERO,
        Duration.ZERO,
        rescan,
        Duration.ZERO);
  }
}
