package net.clusterlink.dataplane;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import net.clusterlink.api.Export;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.explain.AttributeOrigin;
import net.clusterlink.dataplane.explain.ClientIdentity;
import net.clusterlink.dataplane.explain.ExportExplanation;
import net.clusterlink.dataplane.explain.SessionExplanation;
import net.clusterlink.dataplane.explain.SourceExplanation;
import net.clusterlink.dataplane.explain.Verdict;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import net.clusterlink.policy.PolicyExplanation;
import net.clusterlink.snapshot.AddressClaim;
import net.clusterlink.snapshot.Snapshot;

/**
 * Says what a session would meet that began now, by the steps of {@link ClientSession} and {@link
 * ServiceSession} and with nothing dialed. Any thread that may wait.
 */
final class SessionExplainer {
  private static final int PATIENCE_SECONDS = 2;
  private static final String OWN_CERTIFICATE = "certificate of this gateway";
  private static final String OWN_LABELS = "--label of this gateway";

  private final String ownPeer;
  private final Map<String, String> ownLabels;
  private final Supplier<Snapshot> snapshotInForce;
  private final PeerLabels labels;
  private final Function<Import, CompletableFuture<ImportListeners.Preview>> imports;
  private final Reachability reachability;

  /**
   * An explainer of one gateway.
   *
   * @param imports how an import would serve the next client
   */
  SessionExplainer(
      String ownPeer,
      Map<String, String> ownLabels,
      Supplier<Snapshot> snapshotInForce,
      PeerLabels labels,
      Function<Import, CompletableFuture<ImportListeners.Preview>> imports,
      Reachability reachability) {
    this.ownPeer = ownPeer;
    this.ownLabels = ownLabels;
    this.snapshotInForce = snapshotInForce;
    this.labels = labels;
    this.imports = imports;
    this.reachability = reachability;
  }

  // ---- beside the client ----

  /** What a client at this address would meet; empty when there is no such import. */
  Optional<SessionExplanation> explain(ResourceName imported, InetAddress client) {
    Snapshot snapshot = snapshotInForce.get();
    return snapshot.importNamed(imported).map(found -> explain(found, client, snapshot));
  }

  private SessionExplanation explain(Import imported, InetAddress client, Snapshot snapshot) {
    Attributes source =
        Attributes.ofSource(ownPeer, ownLabels, snapshot.workloads().attributesOf(client));
    ClientIdentity identity =
        snapshot
            .workloads()
            .claimOf(client)
            .map(SessionExplainer::identity)
            .orElseGet(ClientIdentity.Unknown::new);
    ImportListeners.Preview preview = preview(imported);
    return new SessionExplanation(
        imported,
        preview.listening(),
        client,
        identity,
        origins(source, key -> ofSource(key, identity)),
        preview.order().stream().map(asked -> explain(imported, asked, source, snapshot)).toList());
  }

  private ImportListeners.Preview preview(Import imported) {
    try {
      return imports.apply(imported).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException | RejectedExecutionException e) {
      throw new DataplaneException("the event loop of the imports does not answer", e);
    }
  }

  private static ClientIdentity identity(AddressClaim claim) {
    return claim.isAmbiguous()
        ? new ClientIdentity.Ambiguous(claim.workloads(), claim.block())
        : new ClientIdentity.Known(claim.workloads().getFirst(), claim.block());
  }

  private static String ofSource(String key, ClientIdentity identity) {
    if (key.startsWith(Attributes.CLIENT)) {
      return switch (identity) {
        case ClientIdentity.Known known -> "Workload " + known.workload();
        case ClientIdentity.Ambiguous _, ClientIdentity.Unknown _ ->
            throw new IllegalStateException("an unknown client has the attribute " + key);
      };
    }
    return key.equals(Attributes.PEER_NAME) ? OWN_CERTIFICATE : OWN_LABELS;
  }

  private SourceExplanation explain(
      Import imported, ImportSource asked, Attributes source, Snapshot snapshot) {
    String peer = asked.peer();
    boolean labelsKnown = labels.known(peer);
    Attributes destination =
        Attributes.ofDestination(
            peer, labels.of(peer, snapshot), asked.export(), imported.metadata().labels());
    var attributes =
        origins(destination, key -> ofDestination(key, imported.name(), peer, snapshot));
    if (snapshot.peer(peer).isEmpty()) {
      return new SourceExplanation(
          asked,
          Optional.empty(),
          labelsKnown,
          attributes,
          Optional.empty(),
          Verdict.REFUSED,
          "there is no Peer " + peer);
    }
    String namespace = imported.name().namespace();
    PolicyExplanation policies = snapshot.policies().explain(source, destination, namespace);
    boolean decidable =
        labelsKnown
            || isWhateverTheDestination(policies.decision())
            || !snapshot.policies().selectsDestinationPeerLabels(namespace);
    return new SourceExplanation(
        asked,
        reachability.health(peer).flatMap(ReachInWords::of),
        labelsKnown,
        attributes,
        Optional.of(policies),
        decidable ? verdict(policies.decision()) : Verdict.UNDECIDED,
        decidable
            ? policies.decision().reason()
            : "policies select on labels of peer " + peer + ", which has not reported them yet");
  }

  private static boolean isWhateverTheDestination(Decision decision) {
    return switch (decision) {
      case Decision.PolicyUnreadable _, Decision.UnknownClient _ -> true;
      case Decision.Allow _, Decision.DeniedByPolicy _, Decision.NoPolicyMatched _ -> false;
    };
  }

  private static String ofDestination(
      String key, ResourceName imported, String peer, Snapshot snapshot) {
    if (key.startsWith(Attributes.PEER_LABELS)) {
      return ofPeerLabel(key, peer, snapshot);
    }
    return (key.startsWith(Attributes.EXPORT_LABELS) ? "labels" : "sources")
        + " of Import "
        + imported;
  }

  // ---- beside the service ----

  /**
   * What a session of this peer would meet, for a client with these attributes; empty when there is
   * no such export.
   */
  Optional<ExportExplanation> explainExport(
      ResourceName export, String peer, Map<String, String> clientAttributes) {
    Snapshot snapshot = snapshotInForce.get();
    return snapshot.export(export).map(found -> explain(found, peer, clientAttributes, snapshot));
  }

  private ExportExplanation explain(
      Export export, String peer, Map<String, String> clientAttributes, Snapshot snapshot) {
    Attributes source = Attributes.ofSource(peer, labels.of(peer, snapshot), clientAttributes);
    Attributes destination =
        Attributes.ofDestination(ownPeer, ownLabels, export.name(), export.metadata().labels());
    PolicyExplanation policies =
        snapshot.policies().explain(source, destination, export.name().namespace());
    return new ExportExplanation(
        export,
        peer,
        labels.known(peer),
        origins(source, key -> ofFarSource(key, peer, snapshot)),
        origins(destination, key -> ofOwnExport(key, export.name())),
        policies,
        verdict(policies.decision()));
  }

  private static String ofFarSource(String key, String peer, Snapshot snapshot) {
    return key.startsWith(Attributes.PEER_LABELS)
        ? ofPeerLabel(key, peer, snapshot)
        : "as asked for";
  }

  private static String ofOwnExport(String key, ResourceName export) {
    if (key.startsWith(Attributes.PEER_LABELS)) {
      return OWN_LABELS;
    }
    return key.equals(Attributes.PEER_NAME) ? OWN_CERTIFICATE : "Export " + export;
  }

  // ---- on both sides ----

  private static String ofPeerLabel(String key, String peer, Snapshot snapshot) {
    return snapshot
        .peer(peer)
        .filter(object -> object.metadata().labels().containsKey(key))
        .map(object -> "labels of Peer " + object.metadata().name())
        .orElse("reported by " + peer);
  }

  private static List<AttributeOrigin> origins(
      Attributes attributes, Function<String, String> origin) {
    return new TreeMap<>(attributes.values())
        .entrySet().stream()
            .map(each ->
                new AttributeOrigin(each.getKey(), each.getValue(), origin.apply(each.getKey())))
            .toList();
  }

  private static Verdict verdict(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> Verdict.ALLOWED;
      case Decision.Deny _ -> Verdict.REFUSED;
    };
  }
}
