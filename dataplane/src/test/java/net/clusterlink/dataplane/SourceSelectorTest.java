package net.clusterlink.dataplane;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.GatewayHealth.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class SourceSelectorTest {
  private static final ResourceName ECHO = new ResourceName("default", "echo");

  private final Reachability reachability = new Reachability();
  private final SourceSelector selector = new SourceSelector(reachability);
  private final RandomGenerator random = new Random(1);

  @Test
  void triesSourcesAsWrittenWhenStatic() {
    for (int i = 0; i < 5; i++) {
      assertThat(order(LoadBalancingScheme.STATIC)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void beginsWithTheNextSourceEachTimeWhenRoundRobin() {
    assertThat(order(LoadBalancingScheme.ROUND_ROBIN)).containsExactly("a", "b", "c");
    assertThat(order(LoadBalancingScheme.ROUND_ROBIN)).containsExactly("b", "c", "a");
    assertThat(order(LoadBalancingScheme.ROUND_ROBIN)).containsExactly("c", "a", "b");
    assertThat(order(LoadBalancingScheme.ROUND_ROBIN)).containsExactly("a", "b", "c");
  }

  @Test
  void beginsAnywhereWhenRandom() {
    Map<String, Long> firsts =
        Stream.generate(() -> order(LoadBalancingScheme.RANDOM).getFirst())
            .limit(3_000)
            .collect(groupingBy(first -> first, counting()));
    assertThat(firsts).containsOnlyKeys("a", "b", "c");
    assertThat(firsts.values()).allSatisfy(count -> assertThat(count).isBetween(850L, 1_150L));
  }

  @Test
  void triesAllInRandomOrderWhenRandom() {
    Map<List<String>, Long> orders =
        Stream.generate(() -> order(LoadBalancingScheme.RANDOM))
            .limit(6_000)
            .collect(groupingBy(order -> order, counting()));
    assertThat(orders).hasSize(6);
    assertThat(orders.values()).allSatisfy(count -> assertThat(count).isBetween(850L, 1_150L));
  }

  @ParameterizedTest
  @EnumSource
  void triesSourcesOfUnreachablePeersLast(LoadBalancingScheme scheme) {
    state("a", State.UNREACHABLE);
    for (int i = 0; i < 20; i++) {
      assertThat(order(scheme)).hasSize(3).endsWith("a");
    }
  }

  @ParameterizedTest
  @EnumSource
  void triesSourcesOfSuspectPeersBeforeThoseOfUnreachableOnes(LoadBalancingScheme scheme) {
    state("a", State.UNREACHABLE);
    state("b", State.SUSPECT);
    for (int i = 0; i < 20; i++) {
      assertThat(order(scheme)).containsExactly("c", "b", "a");
    }
  }

  @Test
  void keepsTheOrderAsWrittenAmongThoseOfOneStateWhenStatic() {
    state("b", State.UNREACHABLE);
    assertThat(order(LoadBalancingScheme.STATIC, "a", "b", "c", "d"))
        .containsExactly("a", "c", "d", "b");
  }

  @Test
  void letsTheOthersShareEvenlyWhenOneIsUnreachable() {
    state("b", State.UNREACHABLE);
    for (LoadBalancingScheme scheme :
        List.of(LoadBalancingScheme.ROUND_ROBIN, LoadBalancingScheme.RANDOM)) {
      Map<String, Long> firsts =
          Stream.generate(() -> order(scheme).getFirst())
              .limit(3_000)
              .collect(groupingBy(first -> first, counting()));
      assertThat(firsts).containsOnlyKeys("a", "c");
      assertThat(firsts.values()).allSatisfy(count -> assertThat(count).isBetween(1_400L, 1_600L));
    }
  }

  @Test
  void triesAPeerThatIsReachedByAnyOfItsGateways() {
    state("a", State.UNREACHABLE, State.REACHABLE);
    state("b", State.SUSPECT, State.UNREACHABLE);
    assertThat(order(LoadBalancingScheme.STATIC)).containsExactly("a", "c", "b");
  }

  private void state(String peer, State... gateways) {
    List<GatewayHealth> health =
        IntStream.range(0, gateways.length)
            .mapToObj(i ->
                new GatewayHealth(
                    new HostPort("10.0.0.1", 4443 + i),
                    gateways[i],
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty()))
            .toList();
    reachability.put(new PeerHealth(peer, true, Instant.EPOCH, Optional.empty(), health, Map.of()));
  }

  @ParameterizedTest
  @EnumSource
  void triesEverySourceOnce(LoadBalancingScheme scheme) {
    for (int i = 0; i < 20; i++) {
      assertThat(order(scheme)).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesTheOnlySource(LoadBalancingScheme scheme) {
    assertThat(order(scheme, "a")).containsExactly("a");
    assertThat(order(scheme, "a")).containsExactly("a");
  }

  @Test
  void isFairToAllSourcesHoweverManyThreadsAsk() throws Exception {
    int threads = 8;
    List<Future<List<String>>> answers = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      Callable<List<String>> asking =
          () ->
              Stream.generate(() -> order(LoadBalancingScheme.ROUND_ROBIN).getFirst())
                  .limit(3_000)
                  .toList();
      for (int i = 0; i < threads; i++) {
        answers.add(executor.submit(asking));
      }
    }
    var firsts = new ArrayList<String>();
    for (Future<List<String>> answer : answers) {
      firsts.addAll(answer.get());
    }
    assertThat(firsts.stream().collect(groupingBy(first -> first, counting())))
        .isEqualTo(Map.of("a", 8_000L, "b", 8_000L, "c", 8_000L));
  }

  @ParameterizedTest
  @EnumSource(names = {"STATIC", "ROUND_ROBIN"})
  void foretellsTheNextOrderWithoutTakingItsTurn(LoadBalancingScheme scheme) {
    for (int i = 0; i < 5; i++) {
      var foretold = sources(selector.preview(imported(scheme, "a", "b", "c")));
      assertThat(sources(selector.preview(imported(scheme, "a", "b", "c")))).isEqualTo(foretold);
      assertThat(order(scheme)).isEqualTo(foretold);
    }
  }

  private List<String> order(LoadBalancingScheme scheme) {
    return order(scheme, "a", "b", "c");
  }

  private List<String> order(LoadBalancingScheme scheme, String... peers) {
    return sources(selector.order(imported(scheme, peers), random));
  }

  private static List<String> sources(List<ImportSource> order) {
    return order.stream().map(ImportSource::peer).toList();
  }

  private static Import imported(LoadBalancingScheme scheme, String... peers) {
    return new Import(
        new Metadata(ECHO, Map.of()),
        80,
        OptionalInt.empty(),
        Stream.of(peers).map(peer -> new ImportSource(peer, ECHO)).toList(),
        scheme);
  }
}
