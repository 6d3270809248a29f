package net.clusterlink.cli.get;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be listed, each by the name that its path in the read API has. */
enum Listed {
  PEERS("peers", PeerTable.TABLE, false, List.of("name")),
  IMPORTS("imports", ImportTable.TABLE, true, List.of("namespace", "name")),
  EXPORTS("exports", ExportTable.TABLE, true, List.of("namespace", "name")),
  POLICIES("policies", PolicyTable.TABLE, true, List.of("tier", "namespace", "name")),
  WORKLOADS("workloads", WorkloadTable.TABLE, true, List.of("namespace", "name")),
  SESSIONS("sessions", SessionTable.TABLE, true, List.of("id", "side")),
  TUNNELS("tunnels", TunnelTable.TABLE, false, List.of("peer", "direction", "remote", "since")),
  CONFIG_ERRORS(
      "config-errors", ConfigErrorTable.TABLE, false, List.of("file", "line", "field", "message"));

  /** What differs from one moment to the next though nothing has changed. */
  static final Set<String> RESTLESS = Set.of("ageSeconds", "roundTripMillis", "lastHeard");

  private final String title;
  private final Table<?> table;
  private final boolean namespaced;
  private final List<String> identity;

  Listed(String title, Table<?> table, boolean namespaced, List<String> identity) {
    this.title = title;
    this.table = table;
    this.namespaced = namespaced;
    this.identity = identity;
  }

  /** By its name, or the singular of it. */
  static Optional<Listed> titled(String title) {
    return Arrays.stream(values())
        .filter(listed -> listed.title.equals(title) || listed.singular().equals(title))
        .findFirst();
  }

  private String singular() {
    return title.endsWith("ies")
        ? title.substring(0, title.length() - 3) + "y"
        : title.substring(0, title.length() - 1);
  }

  /** The columns it is shown in. */
  Table<?> table() {
    return table;
  }

  /** Whether its items are in namespaces. */
  boolean namespaced() {
    return namespaced;
  }

  /** The fields that tell one item from all others. */
  List<String> identity() {
    return identity;
  }

  @Override
  public String toString() {
    return title;
  }
}
