package net.clusterlink.cli;

import java.security.SecureRandom;
import java.util.regex.Pattern;
import net.clusterlink.fabric.FabricAuthority;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --fabric}: which fabric a command is about. */
final class FabricOption {
  /** What a folder of the current directory may be written with. */
  private static final Pattern AROUND = Pattern.compile("^(\\./+)+|/+$");

  private String name = CreateFabricCommand.DEFAULT_FABRIC;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  /** Takes a folder's name as a shell completes it, too. */
  @Option(
      names = "--fabric",
      paramLabel = "NAME",
      defaultValue = CreateFabricCommand.DEFAULT_FABRIC,
      description = "The fabric, a folder of the current directory. Default: ${DEFAULT-VALUE}.")
  void name(String given) {
    name = AROUND.matcher(given).replaceAll("");
  }

  String name() {
    return name;
  }

  /** Opens the fabric, and says what is careless about its files. */
  FabricAuthority open(Surroundings surroundings) {
    FabricAuthority authority =
        FabricAuthority.open(
            surroundings.directory(), name, surroundings.clock(), new SecureRandom());
    authority
        .warnings()
        .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    return authority;
  }
}
