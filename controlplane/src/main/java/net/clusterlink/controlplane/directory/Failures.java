package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
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

  /** A path as it is shown: control characters, which could forge a line of a log, escaped. */
  static String shown(Path path) {
    String text = path.toString();
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var shown = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            shown.append(String.format("\\u%04x", c));
          } else {
            shown.append((char) c);
          }
        });
    return shown.toString();
  }
}
