package net.clusterlink.fabric;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * A fabric, a peer's folder, or a file of either could not be made, read or trusted. The message
 * names the place and ends in the remedy; it never holds key material.
 */
public final class FabricException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for callers that act on it; the command line makes an exit code of it. */
  public enum Kind {
    /** The name given for a fabric or a peer is none: a mistake in how it was asked for. */
    INVALID_NAME,
    /** Something is already in the place of what should be made; nothing was changed. */
    EXISTS,
    /** A folder or file that is needed is not there. */
    MISSING,
    /** A file is there but is not what its place needs: too large, malformed, encrypted. */
    UNREADABLE,
    /** The files can be read but must not be used: expired, of another fabric, of another key. */
    REFUSED,
    /** The operating system refused to read or write, or the JDK lacks an algorithm. */
    FAILED
  }

  private final Kind kind;
  private final String remedy;

  FabricException(Kind kind, String problem, String remedy) {
    this(kind, problem, remedy, null);
  }

  FabricException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
    super(problem + "; " + remedy, cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  /** The operating system refused; its reason is put in words. */
  static FabricException failed(String attempt, String remedy, IOException cause) {
    String reason =
        switch (cause) {
          case AccessDeniedException denied -> "permission denied";
          case FileSystemException failure when failure.getReason() != null -> failure.getReason();
          default -> cause.getClass().getSimpleName();
        };
    return new FabricException(Kind.FAILED, attempt + " (" + reason + ")", remedy, cause);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What to do about it; the message ends in it as well. */
  public String remedy() {
    return remedy;
  }
}
