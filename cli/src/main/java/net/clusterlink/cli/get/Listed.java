package net.clusterlink.cli.get;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of thing that can be listed.
 *
 * @param title its name, which its path in the read API has
 * @param table the columns it is shown in
 * @param namespaced whether its items are in namespaces
 * @param identity the fields that tell one item from all others
 */
record Listed(String title, Table<?> table, boolean namespaced, List<String> identity) {
  /** All there are, in the order in which they are shown. */
  static final List<Listed> ALL =
      List.of(
          new Listed("peers", PeerTable.TABLE, false, List.of("name")),
          new Listed("imports", ImportTable.TABLE, true, List.of("namespace", "name")),
          new Listed("exports", ExportTable.TABLE, true, List.of("namespace", "name")),
          new Listed("policies", PolicyTable.TABLE, true, List.of("tier", "namespace", "name")),
          new Listed("workloads", WorkloadTable.TABLE, true, List.of("namespace", "name")),
          new Listed("sessions", SessionTable.TABLE, true, List.of("id", "side")),
          new Listed(
              "tunnels", TunnelTable.TABLE, false, List.of("peer", "direction", "remote", "since")),
          new Listed(
              "config-errors",
              ConfigErrorTable.TABLE,
              false,
              List.of("file", "line", "field", "message")));

  /** What differs from one moment to the next though nothing has changed. */
  static final Set<String> RESTLESS = Set.of("ageSeconds", "roundTripMillis", "lastHeard");

  /** By its name, or the singular of it. */
  static Optional<Listed> titled(String title) {
    return ALL.stream()
        .filter(listed -> listed.title.equals(title) || listed.singular().equals(title))
        .findFirst();
  }

  private String singular() {
    return title.endsWith("ies")
        ? title.substring(0, title.length() - 3) + "y"
        : title.substring(0, title.length() - 1);
  }

  @Override
  public String toString() {
    return title;
  }
}
