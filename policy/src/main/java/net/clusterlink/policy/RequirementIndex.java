package net.clusterlink.policy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelSelector;

/**
 * The requirements of many selectors of one side, by their keys: which selectors the attributes of
 * a session rule out, told with a look at each key in place of each requirement. Immutable.
 */
final class RequirementIndex {

  /** What one key rules out; a bit for each selector. */
  private static final class Key {
    private final String key;

    /** Without it. */
    private final long[] absent;

    /** By a value that is not listed. */
    private final long[] other;

    private final Map<String, long[]> byValue;

    Key(String key, long[] absent, long[] other, Map<String, long[]> byValue) {
      this.key = key;
      this.absent = absent;
      this.other = other;
      this.byValue = byValue;
    }

    long[] ruledOut(Map<String, String> attributes) {
      String value = attributes.get(key);
      if (value == null) {
        return absent;
      }
      long[] listed = byValue.get(value);
      return listed == null ? other : listed;
    }
  }

  /** The requirements on one key while they are gathered. */
  private static final class Gathered {
    private final Map<String, BitSet> wanted = new HashMap<>();
    private final Map<String, BitSet> refused = new HashMap<>();
    private final BitSet absent = new BitSet();
    private final BitSet other = new BitSet();

    void want(String value, int selector) {
      absent.set(selector);
      other.set(selector);
      add(wanted, value, selector);
    }

    void add(LabelRequirement requirement, int selector) {
      switch (requirement.operator()) {
        case IN -> requirement.values().forEach(value -> want(value, selector));
        case NOT_IN -> requirement.values().forEach(value -> add(refused, value, selector));
        case EXISTS -> absent.set(selector);
        case DOES_NOT_EXIST -> other.set(selector);
      }
    }

    private static void add(Map<String, BitSet> selectors, String value, int selector) {
      selectors.computeIfAbsent(value, _ -> new BitSet()).set(selector);
    }

    /** Where a selector asks twice for the key, it may be left standing; never the reverse. */
    Key key(String key, int words) {
      Map<String, BitSet> listed = new HashMap<>();
      wanted.forEach((value, selectors) -> listed(listed, value).andNot(selectors));
      refused.forEach((value, selectors) -> listed(listed, value).or(selectors));
      Map<String, long[]> byValue = HashMap.newHashMap(listed.size());
      listed.forEach((value, selectors) -> byValue.put(value, bits(selectors, words)));
      return new Key(key, bits(absent, words), bits(other, words), byValue);
    }

    private BitSet listed(Map<String, BitSet> listed, String value) {
      return listed.computeIfAbsent(value, _ -> (BitSet) other.clone());
    }

    private static long[] bits(BitSet selectors, int words) {
      return Arrays.copyOf(selectors.toLongArray(), words);
    }
  }

  private final Key[] keys;

  private RequirementIndex(Key[] keys) {
    this.keys = keys;
  }

  /** Indexes the selectors; the first has the lowest bit. */
  static RequirementIndex of(List<LabelSelector> selectors) {
    Map<String, Gathered> byKey = new HashMap<>();
    for (int i = 0; i < selectors.size(); i++) {
      int selector = i;
      selectors
          .get(i)
          .matchLabels()
          .forEach((key, value) -> gathered(byKey, key).want(value, selector));
      for (LabelRequirement requirement : selectors.get(i).matchExpressions()) {
        gathered(byKey, requirement.key()).add(requirement, selector);
      }
    }
    int words = words(selectors.size());
    return new RequirementIndex(
        byKey.entrySet().stream()
            .map(each -> each.getValue().key(each.getKey(), words))
            .toArray(Key[]::new));
  }

  private static Gathered gathered(Map<String, Gathered> byKey, String key) {
    return byKey.computeIfAbsent(key, _ -> new Gathered());
  }

  /** How many words hold a bit for each of so many selectors. */
  static int words(int selectors) {
    return (selectors + Long.SIZE - 1) / Long.SIZE;
  }

  /**
   * Takes out of some of the selectors those that the attributes rule out. Each that matches stays,
   * and hardly any other.
   *
   * @param possible a bit for each selector; changed
   * @return whether any is left
   */
  boolean ruleOut(long[] possible, Attributes attributes) {
    Map<String, String> held = attributes.values();
    for (Key key : keys) {
      long[] ruledOut = key.ruledOut(held);
      long left = 0;
      for (int word = 0; word < possible.length; word++) {
        possible[word] &= ~ruledOut[word];
        left |= possible[word];
      }
      if (left == 0) {
        return false;
      }
    }
    return true;
  }
}
