package net.clusterlink.controlplane.store;

/** A source of configuration that cannot be read at all; the message names it and the remedy. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure without an underlying cause. */
  public StoreException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
