package net.clusterlink.admin.read;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was; never less than nothing, though a clock was set back. */
final class Age {
  private Age() {}

  static double seconds(Instant since, Instant now) {
    return Math.max(0, Duration.between(since, now).toMillis()) / 1_000.0;
  }
}
