package net.clusterlink.policy;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.clusterlink.api.ResourceName;

/**
 * The labels a decision sees of one side of a session. Immutable, and the same for every session of
 * the same pair, so worth keeping.
 */
public final class Attributes {
  /** The peer's name: of the client's peer in a source, of the service's in a destination. */
  public static final String PEER_NAME = "peer.clusterlink.net/name";

  /** What stands before the key of a peer's label. */
  public static final String PEER_LABELS = "peer.clusterlink.net/labels.";

  /** What stands before all attributes of a client. */
  public static final String CLIENT = "client.clusterlink.net/";

  /** The namespace of the client's workload. */
  public static final String CLIENT_NAMESPACE = CLIENT + "namespace";

  /** The account that the client's workload runs under. */
  public static final String CLIENT_SERVICE_ACCOUNT = CLIENT + "service-account";

  /** What stands before the key of a label of the client's workload. */
  public static final String CLIENT_LABELS = CLIENT + "labels.";

  /** The export's name. */
  public static final String EXPORT_NAME = "export.clusterlink.net/name";

  /** The export's namespace. */
  public static final String EXPORT_NAMESPACE = "export.clusterlink.net/namespace";

  /** What stands before the key of a label of the import or the export. */
  public static final String EXPORT_LABELS = "export.clusterlink.net/labels.";

  /** One of them. */
  record Attribute(String key, String value) {}

  private final Map<String, String> values;

  /** The same, where each decision goes through all of them. */
  private final Attribute[] each;

  private final boolean unknownClient;

  private Attributes(Map<String, String> values, boolean unknownClient) {
    this.values = Collections.unmodifiableMap(values);
    this.each =
        values.entrySet().stream()
            .map(value -> new Attribute(value.getKey(), value.getValue()))
            .toArray(Attribute[]::new);
    this.unknownClient = unknownClient;
  }

  /**
   * The attributes of a session's source.
   *
   * @param client those under {@value #CLIENT}; empty for an unknown client. Others are dropped, so
   *     that whatever a far gateway sends, it cannot claim to be another peer or an export.
   */
  public static Attributes ofSource(
      String peer, Map<String, String> peerLabels, Map<String, String> client) {
    Map<String, String> values = HashMap.newHashMap(1 + peerLabels.size() + client.size());
    for (Map.Entry<String, String> claimed : client.entrySet()) {
      if (claimed.getKey().startsWith(CLIENT)) {
        values.put(claimed.getKey(), claimed.getValue());
      }
    }
    boolean unknownClient = values.isEmpty();
    putPeer(values, peer, peerLabels);
    return new Attributes(values, unknownClient);
  }

  /**
   * The attributes of a session's destination.
   *
   * @param export the export's name
   * @param labels those of the import on the client side, of the export on the service side
   */
  public static Attributes ofDestination(
      String peer,
      Map<String, String> peerLabels,
      ResourceName export,
      Map<String, String> labels) {
    Map<String, String> values = HashMap.newHashMap(3 + peerLabels.size() + labels.size());
    putPeer(values, peer, peerLabels);
    values.put(EXPORT_NAME, export.name());
    values.put(EXPORT_NAMESPACE, export.namespace());
    labels.forEach((key, value) -> values.put(EXPORT_LABELS + key, value));
    return new Attributes(values, false);
  }

  /**
   * The attributes of a known client, as {@link #ofSource} takes them and as a gateway sends them
   * to another.
   *
   * @param labels the workload's own, without a prefix
   */
  public static Map<String, String> clientAttributes(
      String namespace, Map<String, String> labels, Optional<String> serviceAccount) {
    Map<String, String> values = HashMap.newHashMap(2 + labels.size());
    values.put(CLIENT_NAMESPACE, namespace);
    serviceAccount.ifPresent(account -> values.put(CLIENT_SERVICE_ACCOUNT, account));
    labels.forEach((key, value) -> values.put(CLIENT_LABELS + key, value));
    return Collections.unmodifiableMap(values);
  }

  private static void putPeer(
      Map<String, String> values, String peer, Map<String, String> peerLabels) {
    values.put(PEER_NAME, peer);
    peerLabels.forEach((key, value) -> values.put(PEER_LABELS + key, value));
  }

  /** Whether this is a source without a single attribute of its client. */
  public boolean unknownClient() {
    return unknownClient;
  }

  /** All of them, by key; not to be changed. */
  public Map<String, String> values() {
    return values;
  }

  /** All of them; not to be changed. */
  Attribute[] each() {
    return each;
  }

  /** All of them, in the order of their keys. */
  @Override
  public String toString() {
    return new TreeMap<>(values).toString();
  }
}
