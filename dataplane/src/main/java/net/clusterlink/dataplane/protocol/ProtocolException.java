package net.clusterlink.dataplane.protocol;

/** The far side broke a rule of docs/protocol.md; the message says which. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean inOpen;

  private ProtocolException(String message, boolean inOpen) {
    // Thrown for what strangers send: a stack trace would cost much and tell nothing.
    super(message, null, false, false);
    this.inOpen = inOpen;
  }

  public ProtocolException(String message) {
    this(message, false);
  }

  /** An open itself broke the rule, so that it can be refused by name. */
  public static ProtocolException inOpen(String message) {
    return new ProtocolException(message, true);
  }

  /** Whether the rule was broken by an open, rather than by anything else. */
  public boolean inOpen() {
    return inOpen;
  }
}
