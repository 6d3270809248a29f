package net.clusterlink.cli.get;

/** How a list is written. */
public enum Output {
  /** For people, a line an item. */
  TABLE,
  /** The same with more columns. */
  WIDE,
  /** All that the gateway says, for programs. */
  JSON,
  /** The same for people. */
  YAML
}
