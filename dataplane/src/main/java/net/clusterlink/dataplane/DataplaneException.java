package net.clusterlink.dataplane;

import org.jspecify.annotations.Nullable;

/** The data plane could not start; the message names the address and the remedy. */
public final class DataplaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataplaneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
