package net.clusterlink.bench.figure;

import net.clusterlink.bench.rival.Entrant;

/**
 * How much of something there is, in a figure of growth.
 *
 * @param count how many
 * @param unit one of them
 */
public record Size(int count, String unit) implements Entrant {
  private static final int LEAST_FOR_SHARES = 1_000;

  /**
   * Checked.
   *
   * @throws IllegalArgumentException when there are none
   */
  public Size {
    if (count < 1) {
      throw new IllegalArgumentException("no " + unit);
    }
  }

  /**
   * Whether there are so many that the share of each stands out from what a JVM's memory and
   * processor time vary by themselves: some megabytes, some milliseconds a second.
   */
  boolean showsShares() {
    return count >= LEAST_FOR_SHARES;
  }

  @Override
  public String label() {
    return "%d-%s%s".formatted(count, unit, count == 1 ? "" : "s");
  }
}
