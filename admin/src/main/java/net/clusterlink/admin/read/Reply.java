package net.clusterlink.admin.read;

/** What an endpoint answers. */
public sealed interface Reply {

  /**
   * What was asked for.
   *
   * @param body a record or a collection of such, written as JSON with the names of its parts
   */
  record Found(Object body) implements Reply {}

  /**
   * There is no such thing.
   *
   * @param message what there is not, and how to see what there is
   */
  record Missing(String message) implements Reply {}

  /**
   * The request makes no sense.
   *
   * @param message which part of it, and what it may be
   */
  record Refused(String message) implements Reply {}
}
