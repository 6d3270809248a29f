package net.clusterlink.admin.check;

import java.util.Optional;

/**
 * What a check found.
 *
 * @param subject what was looked at: a file with its line, a peer's gateway, a port
 * @param seen what was seen there
 * @param remedy what to do; there is one for whatever is not well
 */
public record Finding(
    Group group, Level level, String subject, String seen, Optional<String> remedy) {

  /** What findings are about, in the order in which they are shown. */
  public enum Group {
    CERTIFICATES("certificates"),
    CLOCK("clock"),
    CONFIGURATION("configuration"),
    PORTS("ports"),
    DESCRIPTORS("file descriptors"),
    PEERS("peers"),
    GATEWAY("running gateway");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** How it is. */
  public enum Level {
    /** As it should be. */
    OK("ok"),
    /** It works, but look at it. */
    WARNING("warning"),
    /** It does not work. */
    FAILURE("failure");

    private final String title;

    Level(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static Finding ok(Group group, String subject, String seen) {
    return new Finding(group, Level.OK, subject, seen, Optional.empty());
  }

  static Finding warning(Group group, String subject, String seen, String remedy) {
    return new Finding(group, Level.WARNING, subject, seen, Optional.of(remedy));
  }

  static Finding failure(Group group, String subject, String seen, String remedy) {
    return new Finding(group, Level.FAILURE, subject, seen, Optional.of(remedy));
  }
}
