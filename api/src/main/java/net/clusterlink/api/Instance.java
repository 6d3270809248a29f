package net.clusterlink.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A peer's gateway as Kubernetes should run it; the operator's input.
 *
 * @param logLevel how much every part logs
 * @param containerRegistry where images come from; the operator's own choice when not said
 * @param tag the images' tag
 * @param namespace where the parts run: a DNS label
 * @param peerLabels what this peer tells other peers of itself
 */
public record Instance(
    Metadata metadata,
    Controlplane controlplane,
    Dataplane dataplane,
    Ingress ingress,
    LogLevel logLevel,
    Optional<String> containerRegistry,
    String tag,
    String namespace,
    Map<String, String> peerLabels)
    implements Resource {
  public static final LogLevel DEFAULT_LOG_LEVEL = LogLevel.INFO;
  public static final String DEFAULT_TAG = "latest";

  /** The most copies that either plane runs in. */
  public static final int MAX_REPLICAS = 10;

  public Instance {
    peerLabels = Map.copyOf(peerLabels);
  }

  @Override
  public Kind kind() {
    return Kind.INSTANCE;
  }

  /**
   * The control plane of a gateway.
   *
   * @param replicas 1–10
   */
  public record Controlplane(int replicas) {
    public static final Controlplane DEFAULT = new Controlplane(1);

    public Controlplane {
      requireReplicas(replicas);
    }
  }

  /**
   * The data plane of a gateway.
   *
   * @param replicas 1–10
   */
  public record Dataplane(DataplaneType type, int replicas) {
    public static final Dataplane DEFAULT = new Dataplane(DataplaneType.JAVA, 1);

    /** Which program carries the traffic. */
    public enum DataplaneType {
      JAVA("java"),
      ENVOY("envoy"),
      GO("go");

      private final String title;

      DataplaneType(String title) {
        this.title = title;
      }

      /** As written in an instance's {@code dataplane.type}. */
      public String title() {
        return title;
      }
    }

    public Dataplane {
      requireReplicas(replicas);
    }
  }

  /**
   * How other peers reach the gateway: a Service of Kubernetes, or none.
   *
   * @param port of the Service; when not said 443, or for a node port what Kubernetes allocates
   * @param annotations of the Service
   */
  public record Ingress(IngressType type, OptionalInt port, Map<String, String> annotations) {
    public static final Ingress DEFAULT =
        new Ingress(IngressType.NONE, OptionalInt.empty(), Map.of());

    /** The type of the Service. */
    public enum IngressType {
      NONE("none"),
      LOAD_BALANCER("LoadBalancer"),
      NODE_PORT("NodePort");

      private final String title;

      IngressType(String title) {
        this.title = title;
      }

      /** As written in an instance's {@code ingress.type}. */
      public String title() {
        return title;
      }
    }

    public Ingress {
      port.ifPresent(Port::require);
      annotations = Map.copyOf(annotations);
    }
  }

  /** How much is logged, most first. */
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    FATAL;

    /** As written in an instance's {@code logLevel}. */
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static void requireReplicas(int replicas) {
    if (replicas < 1 || replicas > MAX_REPLICAS) {
      throw new IllegalArgumentException(replicas + " replicas are not within 1–" + MAX_REPLICAS);
    }
  }
}
