package net.clusterlink.controlplane.status;

import java.util.List;
import net.clusterlink.api.Kind;

/** What conditions tell of, by the names that existing manifests know. */
enum ConditionType {
  PEER_REACHABLE("PeerReachable", Kind.PEER),
  EXPORT_VALID("ExportValid", Kind.EXPORT),
  IMPORT_TARGET_PORT_VALID("ImportTargetPortValid", Kind.IMPORT),
  IMPORT_SERVICE_VALID("ImportServiceValid", Kind.IMPORT);

  private final String title;
  private final Kind kind;

  ConditionType(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
  }

  /** Those of a kind, in the order in which they are shown. */
  static List<ConditionType> of(Kind kind) {
    return List.of(values()).stream().filter(type -> type.kind == kind).toList();
  }

  Kind kind() {
    return kind;
  }

  @Override
  public String toString() {
    return title;
  }
}
