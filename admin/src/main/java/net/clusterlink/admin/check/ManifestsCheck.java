package net.clusterlink.admin.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.clusterlink.api.Excerpt;
import net.clusterlink.controlplane.directory.ConfigurationReport;
import net.clusterlink.controlplane.store.ConfigProblem;
import net.clusterlink.controlplane.store.UnreadablePolicy;

/** Whether the directory says what a gateway can put in force, all of it. */
final class ManifestsCheck implements Check {
  private static final int MAX_SHOWN = 100;

  private final Path config;
  private final Facts.Manifests manifests;

  ManifestsCheck(Path config, Facts.Manifests manifests) {
    this.config = config;
    this.manifests = manifests;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.CONFIGURATION;
  }

  @Override
  public String subject() {
    return config.toString();
  }

  @Override
  public List<Finding> look() {
    return switch (manifests) {
      case Facts.Manifests.Unreadable(var seen, var remedy) ->
          List.of(Finding.failure(group(), subject(), seen, remedy));
      case Facts.Manifests.Read(var report) -> findings(report);
    };
  }

  private List<Finding> findings(ConfigurationReport report) {
    List<Finding> findings = new ArrayList<>();
    if (report.valid()) {
      findings.add(
          Finding.ok(
              group(),
              subject(),
              counted(report.inForce().size(), "object")
                  + " in "
                  + counted(report.files(), "file")
                  + ", without errors"));
    }
    report.unreadablePolicies().forEach(policy -> findings.add(finding(policy)));
    List<ConfigProblem> problems = report.problems().all();
    problems.stream().limit(MAX_SHOWN).forEach(problem -> findings.add(finding(problem)));
    if (problems.size() > MAX_SHOWN) {
      findings.add(
          Finding.warning(
              group(),
              subject(),
              problems.size() - MAX_SHOWN + " more problems are not shown",
              "clusterlink validate " + config));
    }
    return findings;
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  private Finding finding(UnreadablePolicy policy) {
    return Finding.failure(
        group(),
        policy.document(),
        "it is or may be a policy and cannot be read: a gateway that starts with it refuses "
            + policy
                .namespace()
                .map(namespace -> "the sessions of namespace " + Excerpt.bare(namespace))
                .orElse("all sessions"),
        "mend it; what is wrong with it stands below");
  }

  private Finding finding(ConfigProblem problem) {
    String at = Excerpt.whole(problem.problem().at().toString());
    String seen =
        Excerpt.whole(
            problem.problem().field().isEmpty()
                ? problem.problem().message()
                : problem.problem().field() + ": " + problem.problem().message());
    String remedy = Excerpt.whole(problem.problem().remedy());
    return switch (problem.severity()) {
      case ERROR -> Finding.failure(group(), at, seen, remedy);
      case WARNING -> Finding.warning(group(), at, seen, remedy);
    };
  }
}
