package net.clusterlink.controlplane.directory;

import java.nio.file.Path;

/**
 * A folder that is told of changes.
 *
 * @param path under which its files are known
 * @param real where it really is
 */
record WatchedFolder(Path path, Path real) {}
