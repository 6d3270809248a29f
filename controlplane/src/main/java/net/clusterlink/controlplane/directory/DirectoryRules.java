package net.clusterlink.controlplane.directory;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import net.clusterlink.api.AccessPolicy;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Export;
import net.clusterlink.api.ForbiddenTarget;
import net.clusterlink.api.Import;
import net.clusterlink.api.Instance;
import net.clusterlink.api.Peer;
import net.clusterlink.api.PrivilegedAccessPolicy;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.api.yaml.Document;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;

/** What a resource must keep to in a directory beyond being valid, looked at on its own. */
final class DirectoryRules {
  private DirectoryRules() {}

  /** Adds the claim that a valid document makes here, if any, and what is wrong with it. */
  static void judge(
      Document.Valid document, Collection<Claim> claims, Collection<ConfigProblem> problems) {
    Optional<Problem> error =
        switch (document.resource()) {
          case Export export -> exportError(document, export);
          case Peer peer -> peerError(document, peer);
          case Workload workload -> {
            loopback(document, workload).map(ConfigProblem::warning).ifPresent(problems::add);
            yield Optional.empty();
          }
          case Instance _ -> {
            problems.add(ConfigProblem.warning(ignored(document)));
            yield Optional.empty();
          }
          case Import _, AccessPolicy _, PrivilegedAccessPolicy _ -> Optional.empty();
        };
    if (error.isPresent()) {
      problems.add(ConfigProblem.error(error.get()));
      claims.add(refused(document, error.get()));
    } else if (!(document.resource() instanceof Instance)) {
      claims.add(new Claim.Good(document.resource(), document.at()));
    }
  }

  private static Claim refused(Document.Valid document, Problem error) {
    ObjectKey key = ObjectKey.of(document.resource());
    return new Claim.Broken(
        Optional.of(key.kind()),
        Optional.of(key),
        Optional.of(key.name().namespace()),
        document.at(),
        error.toString());
  }

  private static Optional<Problem> exportError(Document.Valid document, Export export) {
    if (export.host().isEmpty()) {
      return Optional.of(
          new Problem(
              document.at(),
              "spec.host",
              "an export without a host names a Kubernetes Service, and there is none here",
              "set spec.host to the IP address or DNS name of the service"));
    }
    return export
        .host()
        .flatMap(host ->
            literal(host)
                .flatMap(ForbiddenTarget::reason)
                .map(reason ->
                    new Problem(
                        document.at(),
                        "spec.host",
                        host + " cannot be exported: " + reason,
                        "export the service at another address")));
  }

  /** The address that a host is; empty for a name, which is checked when dialed. */
  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Problem> peerError(Document.Valid document, Peer peer) {
    if (peer.name().namespace().equals(ResourceName.SYSTEM_NAMESPACE)) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            document.at(),
            "metadata.namespace",
            "a Peer belongs in namespace "
                + ResourceName.SYSTEM_NAMESPACE
                + ", not in "
                + peer.name().namespace(),
            "leave metadata.namespace out, or set it to " + ResourceName.SYSTEM_NAMESPACE));
  }

  private static Optional<Problem> loopback(Document.Valid document, Workload workload) {
    for (int i = 0; i < workload.addresses().size(); i++) {
      AddressBlock block = workload.addresses().get(i);
      if (block.isLoopback()) {
        return Optional.of(
            new Problem(
                document.at(),
                "spec.addresses[" + i + "]",
                "any process of this host can connect from the loopback address " + block,
                "rely on it only where every local process is trusted"));
      }
    }
    return Optional.empty();
  }

  private static Problem ignored(Document.Valid document) {
    return new Problem(
        document.at(),
        "kind",
        "an Instance is ignored here: only the operator acts on one",
        "apply it to a Kubernetes cluster that runs the operator, or remove it");
  }
}
