package net.clusterlink.cli.gateway;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.admin.read.SessionExplanations;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.Dataplane;
import net.clusterlink.dataplane.explain.ExportExplanation;
import net.clusterlink.dataplane.explain.SessionExplanation;

/** What a running data plane says of sessions to come. */
record RunningExplanations(Dataplane dataplane) implements SessionExplanations {

  @Override
  public Optional<SessionExplanation> explain(ResourceName imported, InetAddress client) {
    return dataplane.explain(imported, client);
  }

  @Override
  public Optional<ExportExplanation> explainExport(
      ResourceName export, String peer, Map<String, String> client) {
    return dataplane.explainExport(export, peer, client);
  }
}
