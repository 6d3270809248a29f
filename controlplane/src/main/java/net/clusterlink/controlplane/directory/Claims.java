package net.clusterlink.controlplane.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.clusterlink.api.yaml.Location;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;

/** What all files say, by file and by the object they say it about. */
final class Claims {
  private static final Comparator<Claim> BY_PLACE =
      Comparator.comparing((Claim claim) -> claim.at().file())
          .thenComparingInt(claim -> claim.at().line());

  private final Map<String, FileContent> byFile = new TreeMap<>();
  private final Map<ObjectKey, List<Claim>> byKey = new HashMap<>();

  /** What a file says from now on; adds every object it speaks or spoke about. */
  void put(String file, FileContent content, Collection<ObjectKey> affected) {
    remove(file, affected);
    byFile.put(file, content);
    for (Claim claim : content.claims()) {
      claim
          .key()
          .ifPresent(key -> {
            var about = byKey.computeIfAbsent(key, _ -> new ArrayList<>(1));
            about.add(claim);
            about.sort(BY_PLACE);
            affected.add(key);
          });
    }
  }

  /** A file is gone; adds every object it spoke about. */
  void remove(String file, Collection<ObjectKey> affected) {
    FileContent before = byFile.remove(file);
    if (before == null) {
      return;
    }
    for (Claim claim : before.claims()) {
      claim
          .key()
          .ifPresent(key -> {
            byKey.computeIfPresent(key, (_, about) -> without(about, claim));
            affected.add(key);
          });
    }
  }

  @SuppressWarnings("NullAway") // a null takes the entry out of the map, as its contract says
  private static List<Claim> without(List<Claim> about, Claim claim) {
    about.remove(claim);
    return about.isEmpty() ? null : about;
  }

  /** Everything said about an object, by file and line. */
  List<Claim> about(ObjectKey key) {
    return byKey.getOrDefault(key, List.of());
  }

  /** What a file says, nothing when there is no such file. */
  List<Claim> of(String file) {
    FileContent content = byFile.get(file);
    return content == null ? List.of() : content.claims();
  }

  /** Whether a file holds a document that may be about any object. */
  boolean mayConcernAnything(String file) {
    FileContent content = byFile.get(file);
    return content != null && content.hasUnknown();
  }

  /** The files that speak about an object. */
  Set<String> filesAbout(ObjectKey key) {
    return about(key).stream().map(claim -> claim.at().file()).collect(Collectors.toSet());
  }

  /** An error at each place but the first where an object is defined, naming the first. */
  List<ConfigProblem> definedTwice(ObjectKey key) {
    List<Claim> about = about(key);
    if (about.size() < 2) {
      return List.of();
    }
    Location first = about.getFirst().at();
    return about.stream()
        .skip(1)
        .map(claim ->
            ConfigProblem.error(
                new Problem(
                    claim.at(),
                    "metadata.name",
                    key + " is also defined at " + first + "; neither is taken",
                    "keep one of them and remove the other, or give it another name")))
        .toList();
  }
}
