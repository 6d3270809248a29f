package net.clusterlink.cli.demo;

import org.jspecify.annotations.Nullable;

/** The demonstration could not be set up; the message says what was missing. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
