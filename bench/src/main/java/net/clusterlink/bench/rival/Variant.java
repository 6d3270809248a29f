package net.clusterlink.bench.rival;

import java.util.Arrays;
import java.util.Optional;

/** A way to carry sessions over two hops. */
public enum Variant implements Entrant {
  CLUSTERLINK("clusterlink"),
  HAPROXY_MTLS("haproxy-mtls"),
  HAPROXY_PLAIN("haproxy-plain"),
  NGINX_MTLS("nginx-mtls"),
  ENVOY_MTLS("envoy-mtls"),
  ENVOY_H2("envoy-h2");

  private final String label;

  Variant(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** The variant of a name. */
  public static Optional<Variant> of(String label) {
    return Arrays.stream(values()).filter(variant -> variant.label.equals(label)).findFirst();
  }
}
