package net.clusterlink.admin.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.clusterlink.api.AccessPolicy;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.Instance;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Peer;
import net.clusterlink.api.PrivilegedAccessPolicy;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;

/**
 * What a configuration says, as far as two can be compared: which objects there are, and the
 * addresses and ports of those that have some.
 *
 * @param listening where the imports take connections, of those that do; known of a running gateway
 */
record InForce(Set<Entry> entries, Map<ResourceName, String> listening) {
  InForce {
    entries = Set.copyOf(entries);
    listening = Map.copyOf(listening);
  }

  /**
   * One object.
   *
   * @param detail its addresses and ports; empty when it has none
   */
  record Entry(Kind kind, ResourceName name, String detail) {
    /** As in {@code Import default/web}. */
    String shown() {
      return kind + " " + name;
    }
  }

  /** What these say. */
  static InForce of(List<Resource> resources) {
    return new InForce(
        resources.stream()
            .filter(resource -> resource.kind() != Kind.INSTANCE)
            .map(resource -> new Entry(resource.kind(), resource.name(), detail(resource)))
            .collect(Collectors.toSet()),
        Map.of());
  }

  private static String detail(Resource resource) {
    return switch (resource) {
      case Peer peer ->
          peer.gateways().stream()
              .map(HostPort::toString)
              .distinct()
              .sorted()
              .collect(Collectors.joining(" "));
      case Export export -> export.host().orElse("") + ":" + export.port();
      case Import imported -> Integer.toString(imported.listenPort());
      case AccessPolicy _, PrivilegedAccessPolicy _, Workload _, Instance _ -> "";
    };
  }

  /** The objects that are not the same in both, by name. */
  List<String> differences(InForce other) {
    var differing = new HashSet<Entry>(entries);
    differing.removeAll(other.entries);
    var missing = new HashSet<Entry>(other.entries);
    missing.removeAll(entries);
    differing.addAll(missing);
    return differing.stream().map(Entry::shown).distinct().sorted().toList();
  }
}
