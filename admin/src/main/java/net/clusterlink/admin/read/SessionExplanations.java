package net.clusterlink.admin.read;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.explain.ExportExplanation;
import net.clusterlink.dataplane.explain.SessionExplanation;

/** Who can say what a session would meet. Asked on threads that may wait. */
public interface SessionExplanations {

  /** What a client at an address would meet; empty when there is no such import. */
  Optional<SessionExplanation> explain(ResourceName imported, InetAddress client);

  /** What a peer would meet for a client of these attributes; empty without such an export. */
  Optional<ExportExplanation> explainExport(
      ResourceName export, String peer, Map<String, String> client);
}
