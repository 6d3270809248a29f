package net.clusterlink.snapshot;

import io.vavr.collection.HashMap;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * Values by the prefix of an address, found by the longest that it begins with. Persistent: a hash
 * table for each length in use, of which there are 129 at most and mostly one or two.
 */
final class PrefixTable<V> {

  private record Level<V>(int length, HashMap<Prefix, V> values) {}

  /** Longest first. */
  private final List<Level<V>> levels;

  private PrefixTable(List<Level<V>> levels) {
    this.levels = levels;
  }

  static <V> PrefixTable<V> empty() {
    return new PrefixTable<>(List.of());
  }

  /** The value of this very prefix. */
  Option<V> at(Prefix prefix, int length) {
    return values(length).get(prefix);
  }

  PrefixTable<V> with(Prefix prefix, int length, V value) {
    return withLevel(new Level<>(length, values(length).put(prefix, value)));
  }

  PrefixTable<V> without(Prefix prefix, int length) {
    return withLevel(new Level<>(length, values(length).remove(prefix)));
  }

  /** The value of the longest prefix that an address begins with. */
  Option<V> longestMatch(Prefix address) {
    for (Level<V> level : levels) {
      Option<V> value = level.values().get(address.truncated(level.length()));
      if (value.isDefined()) {
        return value;
      }
    }
    return Option.none();
  }

  private HashMap<Prefix, V> values(int length) {
    for (Level<V> level : levels) {
      if (level.length() == length) {
        return level.values();
      }
    }
    return HashMap.empty();
  }

  private PrefixTable<V> withLevel(Level<V> changed) {
    var others = new ArrayList<>(levels);
    others.removeIf(level -> level.length() == changed.length());
    if (!changed.values().isEmpty()) {
      int longer = 0;
      while (longer < others.size() && others.get(longer).length() > changed.length()) {
        longer++;
      }
      others.add(longer, changed);
    }
    return new PrefixTable<>(List.copyOf(others));
  }
}
