package net.clusterlink.cli.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.clusterlink.admin.CurrentSnapshot;
import net.clusterlink.admin.read.GatewayState;
import net.clusterlink.api.Condition;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import net.clusterlink.controlplane.ControlPlaneStatus;
import net.clusterlink.controlplane.status.ResourceStatus;
import net.clusterlink.controlplane.store.ConfigProblems;
import net.clusterlink.dataplane.Dataplane;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionInfo;
import net.clusterlink.dataplane.TunnelStatus;
import net.clusterlink.snapshot.Snapshot;

/** What the parts of a running gateway have to show. */
record RunningState(
    CurrentSnapshot current,
    ResourceStatus status,
    Dataplane dataplane,
    Supplier<ControlPlaneStatus> configuration)
    implements GatewayState {

  @Override
  public Snapshot snapshot() {
    return current.snapshot();
  }

  @Override
  public List<PeerHealth> peers() {
    return List.of();
  }

  @Override
  public List<SessionInfo> sessions() {
    return dataplane.liveSessions();
  }

  @Override
  public List<TunnelStatus> tunnels() {
    return dataplane.tunnels();
  }

  @Override
  public ConfigProblems problems() {
    return configuration.get().problems();
  }

  @Override
  public List<Condition> conditions(Kind kind, ResourceName name) {
    return status.conditions(kind, name);
  }

  @Override
  public Optional<InetSocketAddress> listening(ResourceName imported) {
    return status.listening(imported);
  }
}
