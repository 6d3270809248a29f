package net.clusterlink.admin.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;

class SourcesCheckTest {

  @Test
  void findsNothingAsLongAsOneSourceHasItsPeer() {
    assertThat(look(Set.of("east", "west"), imported("web", "east", "west"))).isEmpty();
    assertThat(look(Set.of("west"), imported("web", "east", "west"))).isEmpty();
  }

  @Test
  void failsForEveryImportThatHasNowhereToGo() {
    assertThat(
            look(
                Set.of("west"),
                imported("web", "east", "south", "east"),
                imported("db", "west"),
                imported("files", "east")))
        .containsExactly(
            failure("web", "has nowhere to go: there is no Peer east, south"),
            failure("files", "has nowhere to go: there is no Peer east"));
  }

  private static Finding failure(String name, String seen) {
    return Finding.failure(
        Finding.Group.PEERS,
        "import default/" + name,
        seen,
        "add it, or correct spec.sources of the import; if its manifest is at fault, mend that"
            + " first");
  }

  private static List<Finding> look(Set<String> peers, Import... imports) {
    return new SourcesCheck(List.of(imports), peers).look();
  }

  private static Import imported(String name, String... peers) {
    ResourceName resource = new ResourceName("default", name);
    return new Import(
        new Metadata(resource, Map.of()),
        8080,
        OptionalInt.empty(),
        Stream.of(peers).map(peer -> new ImportSource(peer, resource)).toList(),
        LoadBalancingScheme.ROUND_ROBIN);
  }
}
