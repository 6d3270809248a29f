package net.clusterlink.bench.figure;

/**
 * One number that a round yields.
 *
 * @param name what it is called in the table and in the file of results
 * @param unit what it is counted in
 */
public record Reading(String name, String unit, Better better) {
  /** Which way is better. */
  public enum Better {
    LOWER,
    HIGHER
  }

  static Reading lower(String name, String unit) {
    return new Reading(name, unit, Better.LOWER);
  }

  static Reading higher(String name, String unit) {
    return new Reading(name, unit, Better.HIGHER);
  }
}
