package net.clusterlink.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * What tells that a file of a peer's folder has changed, without reading it. Symbolic links are
 * followed, so one that leads elsewhere now is a change.
 *
 * @param files of each file, what is known of it; nothing when it is not there
 */
record FolderStamp(List<Optional<FileStamp>> files) {
  private static final List<String> NAMES =
      List.of(PemFile.AUTHORITIES, PemFile.CERTIFICATE, PemFile.KEY, PemFile.REVOKED);

  /** A file is told from another by its inode, and from itself before by size and time. */
  private record FileStamp(Optional<Object> inode, long size, FileTime modified) {}

  static FolderStamp of(Path folder) {
    return new FolderStamp(NAMES.stream().map(name -> file(folder.resolve(name))).toList());
  }

  private static Optional<FileStamp> file(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new FileStamp(
              Optional.ofNullable(attributes.fileKey()),
              attributes.size(),
              attributes.lastModifiedTime()));
    } catch (IOException e) {
      return Optional.empty(); // reading the folder says what is wrong
    }
  }
}
