package net.clusterlink.admin.read;

/** Answers one path of the read API; on a virtual thread, and without changing anything. */
@FunctionalInterface
public interface Endpoint {

  /** The answer; may wait, but not for long. */
  Reply answer(ReadRequest request);
}
