package net.clusterlink.admin.read;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many there are of each; nothing is counted for what has no key. */
record Tally<K>(Map<K, Long> counts) {

  static <T, K> Tally<K> of(Stream<T> things, Function<T, Optional<K>> key) {
    return new Tally<>(
        things
            .flatMap(thing -> key.apply(thing).stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  int of(K key) {
    return Math.toIntExact(counts.getOrDefault(key, 0L));
  }
}
