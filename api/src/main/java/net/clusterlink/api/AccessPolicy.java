package net.clusterlink.api;

/** An application owner's policy: it applies to the imports and exports of its own namespace. */
public record AccessPolicy(Metadata metadata, AccessRule rule) implements Resource {
  @Override
  public Kind kind() {
    return Kind.ACCESS_POLICY;
  }
}
