package net.clusterlink.bench.process;

/** Something that was started and can be ended. */
public interface Resource extends AutoCloseable {
  /** Ends it. */
  @Override
  void close();
}
