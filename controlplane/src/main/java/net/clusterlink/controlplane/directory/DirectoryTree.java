package net.clusterlink.controlplane.directory;

import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import net.clusterlink.api.yaml.Problem;

/**
 * What one look at a directory found, without reading a file.
 *
 * @param files the manifests by path, in order
 * @param refused what may hold manifests but is not looked into, and why, by path
 * @param folders those that hold manifests or may come to, by their real path; the value is the
 *     path under which their files are known
 * @param links whether any of it was reached by a symbolic link
 * @param complete whether all of it was looked at; if not, what is missing here may still exist
 */
record DirectoryTree(
    NavigableMap<Path, Entry> files,
    NavigableMap<Path, Problem> refused,
    Map<Path, Path> folders,
    boolean links,
    boolean complete) {

  /**
   * A manifest.
   *
   * @param real where it really is
   */
  record Entry(Path real, FileStamp stamp) {}
}
