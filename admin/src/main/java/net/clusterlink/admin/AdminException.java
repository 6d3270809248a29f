package net.clusterlink.admin;

import org.jspecify.annotations.Nullable;

/** The admin server could not start; the message names the address and the remedy. */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AdminException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
