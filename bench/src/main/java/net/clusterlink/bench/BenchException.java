package net.clusterlink.bench;

import org.jspecify.annotations.Nullable;

/** Something could not be measured; the message says what, and what to do. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the person who runs the course. */
  public BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** With a message for the person who runs the course. */
  public BenchException(String message) {
    this(message, null);
  }
}
