package net.clusterlink.api;

/**
 * An administrator's policy: it applies to every import and export, before any {@link
 * AccessPolicy}.
 */
public record PrivilegedAccessPolicy(Metadata metadata, AccessRule rule) implements Resource {
  @Override
  public Kind kind() {
    return Kind.PRIVILEGED_ACCESS_POLICY;
  }
}
