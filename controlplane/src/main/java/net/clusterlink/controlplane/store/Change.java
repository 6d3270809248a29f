package net.clusterlink.controlplane.store;

import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;

/** One step from one state of the configuration to the next. */
public sealed interface Change {

  /** A resource is new, or differs from its version before. */
  record Put(Resource resource) implements Change {}

  /** A resource is gone. */
  record Remove(Kind kind, ResourceName name) implements Change {}

  /** What is or may be a policy cannot be read: refuse what it could apply to. */
  record PolicyUnreadable(UnreadablePolicy policy) implements Change {}

  /** An earlier {@link PolicyUnreadable} is mended. */
  record PolicyMended(UnreadablePolicy policy) implements Change {}
}
