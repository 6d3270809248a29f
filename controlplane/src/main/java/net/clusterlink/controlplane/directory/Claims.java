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

/**
 * What all files say, by file and by the object they say it about. A file that holds a document
 * about an unknown object still counts as speaking about whatever it spoke about before.
 */
final class Claims {
  private static final Comparator<Claim> BY_PLACE =
      Comparator.comparing((Claim claim) -> claim.at().file())
          .thenComparingInt(claim -> claim.at().line());

  private final Map<String, List<Claim>> byFile = new TreeMap<>();
  private final Map<ObjectKey, List<Claim>> byKey = new HashMap<>();

  /** What a file says from now on; adds every object it speaks or spoke about. */
  void put(String file, FileContent content, Collection<ObjectKey> affected) {
    List<Claim> before = of(file);
    remove(file, affected);
    var said = new ArrayList<>(content.claims());
    content.firstUnknown().ifPresent(unknown -> said.addAll(possible(before, content, unknown)));
    byFile.put(file, List.copyOf(said));
    for (Claim claim : said) {
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

  private static List<Claim> possible(List<Claim> before, FileContent now, Claim unknown) {
    Set<ObjectKey> stated = now.keys();
    return before.stream()
        .flatMap(claim -> claim.key().stream())
        .distinct()
        .filter(key -> !stated.contains(key))
        .<Claim>map(key -> new Claim.Possible(key, unknown.at()))
        .toList();
  }

  /**
   * Files have other names; what each says from now on is put afterwards. Adds every object that an
   * overwritten file spoke about.
   */
  void rename(Map<String, String> names, Collection<ObjectKey> affected) {
    var moved = new HashMap<String, List<Claim>>();
    names.forEach((from, to) -> {
      List<Claim> said = byFile.remove(from);
      if (said != null) {
        moved.put(to, said);
      }
    });
    moved.forEach((to, said) -> {
      remove(to, affected);
      byFile.put(to, said);
    });
  }

  /** A file is gone; adds every object it spoke about. */
  void remove(String file, Collection<ObjectKey> affected) {
    List<Claim> before = byFile.remove(file);
    if (before == null) {
      return;
    }
    for (Claim claim : before) {
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
    return byFile.getOrDefault(file, List.of());
  }

  /** The files that speak about an object. */
  Set<String> filesAbout(ObjectKey key) {
    return about(key).stream().map(claim -> claim.at().file()).collect(Collectors.toSet());
  }

  /**
   * An error at each place but the first where an object is defined, naming the first; or at its
   * one place, when an unreadable document may define it as well.
   */
  List<ConfigProblem> definedTwice(ObjectKey key) {
    List<Claim> certain = new ArrayList<>();
    List<Claim> possible = new ArrayList<>();
    about(key).forEach(claim -> (claim instanceof Claim.Possible ? possible : certain).add(claim));
    if (certain.isEmpty() || certain.size() + possible.size() < 2) {
      return List.of();
    }
    if (certain.size() == 1) {
      return List.of(perhapsTwice(key, certain.getFirst().at(), possible.getFirst().at()));
    }
    Location first = certain.getFirst().at();
    return certain.stream()
        .skip(1)
        .map(claim ->
            ConfigProblem.error(
                new Problem(
                    claim.at(),
                    "metadata.name",
                    key
                        + " is also defined at "
                        + first
                        + "; neither is taken, and what was in force stays until the next start",
                    "keep one of them and remove the other, or give it another name")))
        .toList();
  }

  private static ConfigProblem perhapsTwice(ObjectKey key, Location at, Location unknown) {
    return ConfigProblem.error(
        new Problem(
            at,
            "metadata.name",
            key + " may also be defined at " + unknown + ", which cannot be read; it is not taken",
            "mend or remove " + unknown.file()));
  }
}
