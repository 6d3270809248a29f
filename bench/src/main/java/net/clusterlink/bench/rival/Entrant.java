package net.clusterlink.bench.rival;

/** What is measured beside others in one figure: a way to carry sessions, or a size. */
public interface Entrant {
  /** What it is called in tables, files and options. */
  String label();
}
