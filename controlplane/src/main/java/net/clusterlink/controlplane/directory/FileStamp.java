package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells, without reading it, that a file is another or has other content than before.
 *
 * @param type what it is
 * @param size in bytes
 * @param modified when its content was last written
 * @param identity the file system's own key and time of last change, where it has them
 */
record FileStamp(Type type, long size, Instant modified, Object identity) {

  /** What stands under a name. */
  enum Type {
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }

  /** The stamp of what stands at a path, the link itself if it is one. */
  static FileStamp of(Path path) throws IOException {
    return of(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The stamp of what a path leads to. */
  static FileStamp ofTarget(Path path) throws IOException {
    return of(path, new LinkOption[0]);
  }

  private static FileStamp of(Path path, LinkOption... options) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class, options);
      return new FileStamp(
          type(attributes.isRegularFile(), attributes.isDirectory(), attributes.isSymbolicLink()),
          attributes.size(),
          attributes.lastModifiedTime().toInstant(),
          Optional.ofNullable(attributes.fileKey()));
    }
    // One call to the system gives all of these, the time of the inode's last change included.
    Map<String, Object> attributes =
        Files.readAttributes(
            path,
            "unix:isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime,ctime,fileKey",
            options);
    return new FileStamp(
        type(
            Boolean.TRUE.equals(attributes.get("isRegularFile")),
            Boolean.TRUE.equals(attributes.get("isDirectory")),
            Boolean.TRUE.equals(attributes.get("isSymbolicLink"))),
        (Long) Objects.requireNonNull(attributes.get("size")),
        ((FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"))).toInstant(),
        java.util.List.of(
            Objects.requireNonNull(attributes.get("fileKey")),
            Objects.requireNonNull(attributes.get("ctime"))));
  }

  private static Type type(boolean file, boolean directory, boolean link) {
    return file ? Type.FILE : directory ? Type.DIRECTORY : link ? Type.LINK : Type.OTHER;
  }

  boolean isEmpty() {
    return size == 0;
  }
}
