package net.clusterlink.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;

/**
 * Whether any of a policy's entries for one side matches the attributes of that side.
 *
 * @param why what the first entry that matches asks for, or what each asks for in vain; bounded
 */
record EntriesMatch(boolean matched, String why) {
  /** How many entries, requirements or values are written out; of the rest, the number. */
  private static final int MOST = 4;

  /**
   * Compares them.
   *
   * @param field the entries' field in a policy: {@code from} or {@code to}
   */
  static EntriesMatch of(
      String field, List<LabelSelector> entries, Map<String, String> attributes) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).matches(attributes)) {
        return new EntriesMatch(true, place(field, i) + held(entries.get(i), attributes));
      }
    }
    var missed =
        IntStream.range(0, entries.size())
            .mapToObj(i -> place(field, i) + missed(entries.get(i), attributes))
            .toList();
    return new EntriesMatch(false, joined(missed, "; "));
  }

  /** As messages about a file name the place. */
  private static String place(String field, int index) {
    return field + "[" + index + "]: ";
  }

  private static String held(LabelSelector entry, Map<String, String> attributes) {
    var held = requirements(entry).map(each -> met(each, attributes)).toList();
    return held.isEmpty() ? "selects everything" : joined(held, " and ");
  }

  private static String missed(LabelSelector entry, Map<String, String> attributes) {
    return joined(
        requirements(entry)
            .filter(each -> !each.matches(attributes))
            .map(each -> met(each, attributes) + ", " + wanted(each) + " is wanted")
            .toList(),
        " and ");
  }

  /** The labels by their keys, then the expressions as written. */
  private static Stream<LabelRequirement> requirements(LabelSelector entry) {
    return Stream.concat(
        entry.matchLabels().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label ->
                new LabelRequirement(label.getKey(), Operator.IN, Set.of(label.getValue()))),
        entry.matchExpressions().stream());
  }

  private static String met(LabelRequirement requirement, Map<String, String> attributes) {
    String value = attributes.get(requirement.key());
    return Excerpt.whole(requirement.key())
        + (value == null ? " is absent" : " is " + quoted(value));
  }

  private static String wanted(LabelRequirement requirement) {
    var values = requirement.values().stream().sorted().map(EntriesMatch::quoted).toList();
    return switch (requirement.operator()) {
      case IN -> joined(values, " or ");
      case NOT_IN -> "none or another than " + joined(values, " or ");
      case EXISTS -> "any";
      case DOES_NOT_EXIST -> "none";
    };
  }

  private static String quoted(String value) {
    return "'" + Excerpt.bare(value) + "'";
  }

  private static String joined(List<String> parts, String joint) {
    String written = parts.stream().limit(MOST).collect(Collectors.joining(joint));
    int more = parts.size() - MOST;
    return more > 0 ? written + joint + more + " more" : written;
  }
}
