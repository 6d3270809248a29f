package net.clusterlink.fabric;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Tells one time when first asked and another ever after. */
final class StepClock extends Clock {
  private final AtomicReference<Instant> next;
  private final Instant after;

  StepClock(Instant first, Instant after) {
    this.next = new AtomicReference<>(first);
    this.after = after;
  }

  @Override
  public Instant instant() {
    return next.getAndSet(after);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
