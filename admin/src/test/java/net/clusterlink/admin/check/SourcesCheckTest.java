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
  void findsNothingWhenEverySourceHasItsPeer() {
    assertThat(look(Set.of("east", "west"), imported("web", "east", "west"))).isEmpty();
  }

  @Test
  void failsWhenAnImportHasNoPeerAtAll() {
    assertThat(look(Set.of("west"), imported("web", "east"), imported("db", "east", "west")))
        .containsExactly(
            Finding.failure(
                Finding.Group.PEERS,
                "east",
                "there is no Peer east, which import default/web and 1 more want",
                "add a Peer named east, or correct the imports' spec.sources"));
  }

  @Test
  void warnsWhenAnotherSourceIsLeft() {
    assertThat(look(Set.of("west"), imported("db", "east", "west")))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.level()).isEqualTo(Finding.Level.WARNING);
          assertThat(found.seen())
              .isEqualTo("there is no Peer east, which import default/db wants");
        });
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
