package net.clusterlink.cli.admin;

import org.jspecify.annotations.Nullable;

/** A gateway could not be asked, or gave no answer; the message says why and the remedy. */
public final class AdminClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** What the command was told cannot be used: its address, its token, its authorities. */
    WRONG_OPTION,
    /** Nobody answers there, or not in time. */
    UNREACHABLE,
    /** It has no certificate of the authorities told, or another peer's. */
    UNTRUSTED,
    /** It wants a token, or another one. */
    UNAUTHORIZED,
    /** It has not got what was asked for. */
    NOT_FOUND,
    /** It answered what no gateway of this version does. */
    UNEXPECTED
  }

  private final Kind kind;

  AdminClientException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
