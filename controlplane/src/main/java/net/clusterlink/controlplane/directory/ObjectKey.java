package net.clusterlink.controlplane.directory;

import java.util.Comparator;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;

/** What tells one object from all others. */
record ObjectKey(Kind kind, ResourceName name) {
  static final Comparator<ObjectKey> BY_NAME = Comparator.comparing(ObjectKey::name);

  static ObjectKey of(Resource resource) {
    return new ObjectKey(resource.kind(), resource.name());
  }

  boolean isPolicy() {
    return isPolicy(kind);
  }

  static boolean isPolicy(Kind kind) {
    return switch (kind) {
      case ACCESS_POLICY, PRIVILEGED_ACCESS_POLICY -> true;
      case PEER, EXPORT, IMPORT, INSTANCE, WORKLOAD -> false;
    };
  }

  /** As in {@code Import default/web}. */
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
