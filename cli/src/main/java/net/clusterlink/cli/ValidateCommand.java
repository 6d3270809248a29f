package net.clusterlink.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.clusterlink.api.Excerpt;
import net.clusterlink.controlplane.directory.ConfigurationCheck;
import net.clusterlink.controlplane.directory.ConfigurationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clusterlink validate}: all that is wrong with a configuration, without a gateway. */
@Command(
    name = "validate",
    header = "Check manifests, without a gateway.",
    description = {
      "",
      "By the rules of a gateway that starts with them; all that is wrong is shown at once. The exit"
          + " code is 1 when there are errors; warnings alone do not count.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink validate ./east",
      "  clusterlink validate ./east/policies.yaml"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "DIR|FILE",
      description = "A directory of manifests with all its folders, or one manifest.")
  Path path = Path.of("");

  @Spec CommandSpec spec = CommandSpec.create();

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ConfigurationReport report = new ConfigurationCheck().check(surroundings.resolve(path));
    PrintWriter out = spec.commandLine().getOut();
    report.problems().all().forEach(problem -> out.println(Excerpt.whole(problem.toString())));
    int resources = report.resources().values().stream().mapToInt(Integer::intValue).sum();
    out.println(
        counted(report.files(), "file")
            + ", "
            + counted(resources, "resource")
            + ": "
            + counted(report.problems().errors(), "error")
            + ", "
            + counted(report.problems().warnings(), "warning"));
    if (report.files() == 0) {
      out.println(
          "nothing was checked: no .yaml, .yml or .json file is read in "
              + Excerpt.whole(path.toString()));
    }
    return report.valid() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
