package net.clusterlink.api;

import java.util.List;

/**
 * The keys of attributes, by which policies select. A key that ends in the key of a label may have
 * a second slash, which Kubernetes alone would refuse: {@code
 * client.clusterlink.net/labels.app.kubernetes.io/name}.
 */
public final class AttributeKey {
  public static final String PEER_NAME = "peer.clusterlink.net/name";
  public static final String PEER_LABELS = "peer.clusterlink.net/labels.";
  public static final String CLIENT_NAMESPACE = "client.clusterlink.net/namespace";
  public static final String CLIENT_SERVICE_ACCOUNT = "client.clusterlink.net/service-account";
  public static final String CLIENT_LABELS = "client.clusterlink.net/labels.";
  public static final String EXPORT_NAME = "export.clusterlink.net/name";
  public static final String EXPORT_NAMESPACE = "export.clusterlink.net/namespace";
  public static final String EXPORT_LABELS = "export.clusterlink.net/labels.";

  private static final List<String> LABELS = List.of(PEER_LABELS, CLIENT_LABELS, EXPORT_LABELS);

  /** Which end of a session an attribute tells of. */
  public enum Side {
    /** The client and its peer: what {@code from} selects. */
    SOURCE("source"),
    /** The service and its peer: what {@code to} selects. */
    DESTINATION("destination");

    private final String title;

    Side(String title) {
      this.title = title;
    }

    /** Whether this end of a session can ever have an attribute of this key. */
    public boolean has(String key) {
      boolean ofPeer = key.equals(PEER_NAME) || key.startsWith(PEER_LABELS);
      return switch (this) {
        case SOURCE ->
            ofPeer
                || key.equals(CLIENT_NAMESPACE)
                || key.equals(CLIENT_SERVICE_ACCOUNT)
                || key.startsWith(CLIENT_LABELS);
        case DESTINATION ->
            ofPeer
                || key.equals(EXPORT_NAME)
                || key.equals(EXPORT_NAMESPACE)
                || key.startsWith(EXPORT_LABELS);
      };
    }

    @Override
    public String toString() {
      return title;
    }
  }

  private AttributeKey() {}

  /** Whether a selector may use this key: a label's key, alone or after a {@code …/labels.}. */
  public static boolean isValid(String key) {
    for (String prefix : LABELS) {
      if (key.startsWith(prefix)) {
        return NameRule.LABEL_KEY.allows(key.substring(prefix.length()));
      }
    }
    return NameRule.LABEL_KEY.allows(key);
  }
}
