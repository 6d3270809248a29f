package net.clusterlink.api;

/** A peer's gateway as Kubernetes should run it; the operator's input. */
public record Instance(Metadata metadata) implements Resource {
  @Override
  public Kind kind() {
    return Kind.INSTANCE;
  }
}
