package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.yaml.Location;
import net.clusterlink.api.yaml.Problem;

/** How paths and failures of the file system are told. */
final class Failures {
  private Failures() {}

  /** A problem with a file or folder as a whole. */
  static Problem problem(Path path, String message, String remedy) {
    return new Problem(new Location(shown(path), 1), "", message, remedy);
  }

  /** Why an access failed, in a few words. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "access is denied";
      case NoSuchFileException _ -> "it does not exist";
      case NotDirectoryException _ -> "it is not a directory";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** A path as it is shown: what could forge or hide part of a line is escaped. */
  static String shown(Path path) {
    return Excerpt.whole(path.toString());
  }
}
