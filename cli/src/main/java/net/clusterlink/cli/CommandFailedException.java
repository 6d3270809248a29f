package net.clusterlink.cli;

/** A command could not do what it was asked to; the message says what failed and the remedy. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
