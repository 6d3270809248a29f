package net.clusterlink.admin.read;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import net.clusterlink.api.Condition;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import net.clusterlink.controlplane.store.ConfigProblems;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionInfo;
import net.clusterlink.dataplane.TunnelStatus;
import net.clusterlink.snapshot.Snapshot;

/** What there is to show of a running gateway. Asked on threads that may wait. */
public interface GatewayState {

  /** What is in force. */
  Snapshot snapshot();

  /** How the peers are reached; those of the snapshot that are missing are not known yet. */
  List<PeerHealth> peers();

  /** The sessions that live now, of either side. */
  List<SessionInfo> sessions();

  /** The tunnels that are established now, of either direction. */
  List<TunnelStatus> tunnels();

  /** What is wrong with the configuration. */
  ConfigProblems problems();

  /** The conditions of a resource, in a fixed order. */
  List<Condition> conditions(Kind kind, ResourceName name);

  /** Where an import takes connections now. */
  Optional<InetSocketAddress> listening(ResourceName imported);
}
