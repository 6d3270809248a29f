package net.clusterlink.admin.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.ResourceName;

/** Whether there is a Peer for every source of the imports. */
final class SourcesCheck implements Check {
  private final List<Import> imports;
  private final Set<String> peers;

  /** A check of all imports, with the names of all peers. */
  SourcesCheck(List<Import> imports, Set<String> peers) {
    this.imports = List.copyOf(imports);
    this.peers = Set.copyOf(peers);
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.PEERS;
  }

  @Override
  public String subject() {
    return "sources";
  }

  @Override
  public List<Finding> look() {
    Map<String, List<Import>> missing = new TreeMap<>();
    for (Import imported : imports) {
      imported.sources().stream()
          .map(ImportSource::peer)
          .distinct()
          .filter(peer -> !peers.contains(peer))
          .forEach(peer -> missing.computeIfAbsent(peer, _ -> new ArrayList<>()).add(imported));
    }
    return missing.entrySet().stream()
        .map(each -> finding(each.getKey(), each.getValue()))
        .toList();
  }

  /** An import that has other sources works without this one. */
  private Finding finding(String peer, List<Import> wanting) {
    ResourceName first = wanting.getFirst().name();
    String seen =
        "there is no Peer "
            + peer
            + ", which import "
            + first
            + (wanting.size() > 1 ? " and " + (wanting.size() - 1) + " more want" : " wants");
    String remedy = "add a Peer named " + peer + ", or correct the imports' spec.sources";
    boolean unserved =
        wanting.stream()
            .anyMatch(
                each -> each.sources().stream().noneMatch(source -> peers.contains(source.peer())));
    return unserved
        ? Finding.failure(group(), peer, seen, remedy)
        : Finding.warning(group(), peer, seen, remedy);
  }
}
