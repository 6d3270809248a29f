package net.clusterlink.controlplane.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.clusterlink.api.yaml.Document;
import net.clusterlink.api.yaml.Location;
import net.clusterlink.api.yaml.Manifest;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;

/**
 * What one file says, judged by the rules that need no other file.
 *
 * @param claims its documents about objects of ours, in their order
 * @param problems what is wrong or doubtful within it
 */
record FileContent(List<Claim> claims, List<ConfigProblem> problems) {
  FileContent {
    claims = List.copyOf(claims);
    problems = List.copyOf(problems);
  }

  /** The content of a file that was read. */
  static FileContent of(Manifest manifest) {
    var claims = new ArrayList<Claim>();
    var problems = new ArrayList<ConfigProblem>();
    var foreign = new ArrayList<Document.Foreign>();
    for (Document document : manifest.documents()) {
      switch (document) {
        case Document.Valid valid -> {
          valid.warnings().forEach(warning -> problems.add(ConfigProblem.warning(warning)));
          DirectoryRules.judge(valid, claims, problems);
        }
        case Document.Invalid invalid -> {
          invalid.problems().forEach(problem -> problems.add(ConfigProblem.error(problem)));
          claims.add(broken(invalid));
        }
        case Document.Foreign other -> foreign.add(other);
      }
    }
    if (!foreign.isEmpty()) {
      problems.add(skipped(foreign));
    }
    return new FileContent(claims, problems);
  }

  /** The content of a file that could not be read: it may have been about anything. */
  static FileContent unreadable(Problem problem) {
    return new FileContent(
        List.of(
            new Claim.Broken(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                problem.at(),
                problem.toString())),
        List.of(ConfigProblem.error(problem)));
  }

  private static Claim broken(Document.Invalid invalid) {
    return new Claim.Broken(
        invalid.kind(),
        invalid.kind().flatMap(kind -> invalid.name().map(name -> new ObjectKey(kind, name))),
        invalid.namespace(),
        invalid.at(),
        invalid.problems().getFirst().toString());
  }

  private static ConfigProblem skipped(List<Document.Foreign> foreign) {
    var kinds = new TreeSet<String>();
    foreign.forEach(document -> kinds.add(document.kind()));
    Location first = foreign.getFirst().at();
    return ConfigProblem.warning(
        new Problem(
            first,
            "kind",
            foreign.size()
                + (foreign.size() == 1 ? " document" : " documents")
                + " of other kinds skipped: "
                + String.join(", ", kinds),
            "keep them in another directory, or leave them: they change nothing"));
  }

  /** The objects it speaks about, as far as they are known. */
  Set<ObjectKey> keys() {
    return claims.stream()
        .flatMap(claim -> claim.key().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The first document of it that is about an object unknown. */
  Optional<Claim> firstUnknown() {
    return claims.stream().filter(claim -> claim.key().isEmpty()).findFirst();
  }
}
