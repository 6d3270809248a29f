package net.clusterlink.admin.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;

/** Whether every import has a Peer to go to: of a single source without one the manifests tell. */
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
    return imports.stream()
        .filter(each -> each.sources().stream().noneMatch(source -> peers.contains(source.peer())))
        .map(this::finding)
        .toList();
  }

  private Finding finding(Import unserved) {
    String missing =
        unserved.sources().stream()
            .map(ImportSource::peer)
            .distinct()
            .collect(Collectors.joining(", "));
    return Finding.failure(
        group(),
        "import " + unserved.name(),
        "has nowhere to go: there is no Peer " + missing,
        "add it, or correct spec.sources of the import; if its manifest is at fault, mend that"
            + " first");
  }
}
