package net.clusterlink.admin.read;

import net.clusterlink.admin.view.ConfigErrorView;
import net.clusterlink.controlplane.store.ConfigProblem;

/** What is wrong with the configuration, by file and line. */
final class ConfigErrorList {
  private ConfigErrorList() {}

  static Endpoint endpoint(GatewayState state) {
    return ListEndpoint.of(() -> state.problems().all().stream().map(ConfigErrorList::view));
  }

  private static ConfigErrorView view(ConfigProblem told) {
    var problem = told.problem();
    return new ConfigErrorView(
        switch (told.severity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
        },
        problem.at().file(),
        problem.at().line(),
        problem.field(),
        problem.message(),
        problem.remedy());
  }
}
