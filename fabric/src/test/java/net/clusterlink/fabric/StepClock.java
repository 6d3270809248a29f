package net.clusterlink.fabric;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Tells one time when first asked and another ever after, or as it is set. */
final class StepClock extends Clock {
  private final AtomicReference<Instant> next;
  private Instant after;

  StepClock(Instant now) {
    this(now, now);
  }

  StepClock(Instant first, Instant after) {
    this.next = new AtomicReference<>(first);
    this.after = after;
  }

  void set(Instant now) {
    next.set(now);
    after = now;
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
