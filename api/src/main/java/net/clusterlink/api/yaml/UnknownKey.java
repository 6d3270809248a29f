package net.clusterlink.api.yaml;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.clusterlink.api.AttributeKey;
import net.clusterlink.api.Excerpt;

/**
 * A selector's key that is no attribute of its end of a session, so that it counts as absent.
 * Kubernetes takes any key, and so a bare one is only warned of; but one that was clearly meant for
 * an attribute is refused: a deny policy with a slip in it would silently match nothing.
 */
record UnknownKey(AttributeKey.Side side, String key) {
  /** A domain with so many letters wrong was meant for one of ours. */
  private static final int SLIPS = 3;

  private static final List<String> NAMES =
      List.of(
          AttributeKey.PEER_NAME,
          AttributeKey.CLIENT_NAMESPACE,
          AttributeKey.CLIENT_SERVICE_ACCOUNT,
          AttributeKey.EXPORT_NAME,
          AttributeKey.EXPORT_NAMESPACE);
  private static final List<String> LABELS =
      List.of(AttributeKey.PEER_LABELS, AttributeKey.CLIENT_LABELS, AttributeKey.EXPORT_LABELS);

  /** How a label's key may begin after its domain. */
  private static final Pattern LABEL = Pattern.compile("^labels?[._-]");

  /** Notes it where it stands. */
  void noteAt(Value at) {
    String message = Excerpt.quoted(key) + " is no attribute of a " + side;
    if (isMeantForAnAttribute()) {
      at.refuse(message, remedy());
    } else {
      at.warn(message + " and counts as absent", keysOfThisSide());
    }
  }

  private boolean isMeantForAnAttribute() {
    String domain = domainOf(key);
    return domain.equals("clusterlink.net")
        || domain.endsWith(".clusterlink.net")
        || LABELS.stream().anyMatch(this::isOfNearDomain);
  }

  private String remedy() {
    if (otherSide().has(key)) {
      return switch (side) {
        case SOURCE -> "use it in to: from selects clients and their peers";
        case DESTINATION -> "use it in from: to selects exports and their peers";
      };
    }
    return meant()
        .map(attribute -> "did you mean " + attribute + "?")
        .orElseGet(this::keysOfThisSide);
  }

  private AttributeKey.Side otherSide() {
    return switch (side) {
      case SOURCE -> AttributeKey.Side.DESTINATION;
      case DESTINATION -> AttributeKey.Side.SOURCE;
    };
  }

  /** An attribute of this side whose name is near; else a label of the domain that is. */
  private Optional<String> meant() {
    String name = nameOf(key);
    String label = LABEL.matcher(name).replaceFirst("");
    var names =
        NAMES.stream().filter(known -> Nearest.to(name, List.of(nameOf(known))).isPresent());
    var labels = LABELS.stream().filter(this::isOfNearDomain).map(prefix -> prefix + label);
    return nearest(names).or(() -> nearest(labels));
  }

  private Optional<String> nearest(Stream<String> candidates) {
    return candidates
        .filter(side::has)
        .filter(AttributeKey::isValid)
        .min(Comparator.comparingInt(candidate -> Nearest.edits(key, candidate)));
  }

  private boolean isOfNearDomain(String known) {
    return Nearest.edits(domainOf(key), domainOf(known)) <= SLIPS;
  }

  private String keysOfThisSide() {
    return switch (side) {
      case SOURCE -> "use a key of peer.clusterlink.net or client.clusterlink.net";
      case DESTINATION -> "use a key of peer.clusterlink.net or export.clusterlink.net";
    };
  }

  private static String domainOf(String key) {
    return key.substring(0, Math.max(0, key.indexOf('/')));
  }

  private static String nameOf(String key) {
    return key.substring(key.indexOf('/') + 1);
  }
}
