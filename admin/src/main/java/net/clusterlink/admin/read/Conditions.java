package net.clusterlink.admin.read;

import java.util.List;
import net.clusterlink.admin.view.ConditionView;
import net.clusterlink.api.Resource;

/** The conditions of resources, as shown. */
final class Conditions {
  private Conditions() {}

  static List<ConditionView> of(Resource resource, GatewayState state) {
    return state.conditions(resource.kind(), resource.name()).stream()
        .map(ConditionView::of)
        .toList();
  }
}
