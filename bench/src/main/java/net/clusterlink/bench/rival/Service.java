package net.clusterlink.bench.rival;

import java.util.Locale;

/** What stands behind the second hop. */
public enum Service {
  /** Takes all bytes it is sent. */
  BULK,
  /** Answers requests. */
  WEB;

  /** Its name in configurations. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
