package net.clusterlink.policy;

import java.util.HashMap;
import java.util.Map;
import net.clusterlink.api.ResourceName;

/** The labels a decision sees of one side of a session. */
public final class Attributes {
  public static final String PEER_NAME = "peer.clusterlink.net/name";
  public static final String PEER_LABELS = "peer.clusterlink.net/labels.";
  public static final String CLIENT = "client.clusterlink.net/";
  public static final String CLIENT_NAMESPACE = CLIENT + "namespace";
  public static final String CLIENT_SERVICE_ACCOUNT = CLIENT + "service-account";
  public static final String CLIENT_LABELS = CLIENT + "labels.";
  public static final String EXPORT_NAME = "export.clusterlink.net/name";
  public static final String EXPORT_NAMESPACE = "export.clusterlink.net/namespace";
  public static final String EXPORT_LABELS = "export.clusterlink.net/labels.";

  private final Map<String, String> values;
  private final boolean unknownClient;

  private Attributes(Map<String, String> values, boolean unknownClient) {
    this.values = values;
    this.unknownClient = unknownClient;
  }

  /**
   * The attributes of a session's source.
   *
   * @param client those under {@value #CLIENT} alone; empty for an unknown client
   */
  public static Attributes ofSource(
      String peer, Map<String, String> peerLabels, Map<String, String> client) {
    var values = new HashMap<String, String>();
    putPeer(values, peer, peerLabels);
    values.putAll(client);
    return new Attributes(values, client.isEmpty());
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
    var values = new HashMap<String, String>();
    putPeer(values, peer, peerLabels);
    values.put(EXPORT_NAME, export.name());
    values.put(EXPORT_NAMESPACE, export.namespace());
    labels.forEach((key, value) -> values.put(EXPORT_LABELS + key, value));
    return new Attributes(values, false);
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
    return java.util.Collections.unmodifiableMap(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
