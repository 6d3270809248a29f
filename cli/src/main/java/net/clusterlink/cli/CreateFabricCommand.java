package net.clusterlink.cli;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clusterlink create fabric}: a new authority that peers trust. */
@Command(
    name = "fabric",
    header = "Create a fabric.",
    description = {
      "",
      "A folder with the certificate and the key of the authority (CA) that all peers of the fabric"
          + " trust. Nothing is ever overwritten.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink create fabric",
      "  clusterlink create fabric --name prod",
      "  clusterlink create fabric --name prod --key-type rsa    # for the older command line"
    })
final class CreateFabricCommand implements Callable<Integer> {
  static final String DEFAULT_FABRIC = "default_fabric";

  private final Surroundings surroundings;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = DEFAULT_FABRIC,
      description =
          "The fabric's name, which is its folder's too: 1 to 63 letters, digits, '-' and '_'."
              + " Default: ${DEFAULT-VALUE}.")
  String name = DEFAULT_FABRIC;

  @Option(
      names = "--key-type",
      paramLabel = "ec|rsa",
      defaultValue = "ec",
      description = "EC P-256, or RSA with 4096 bits. Default: ${DEFAULT-VALUE}.")
  KeyType keyType = KeyType.EC;

  @Spec CommandSpec spec = CommandSpec.create();

  CreateFabricCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    FabricAuthority fabric =
        FabricAuthority.create(
            surroundings.directory(), name, keyType, surroundings.clock(), new SecureRandom());
    PrintWriter out = spec.commandLine().getOut();
    out.println("fabric " + name + " created");
    out.println(
        "  certificate  "
            + fabric.folder().resolve("cert.pem")
            + "  valid until "
            + Dates.day(fabric.certificate()));
    out.println(
        "  key          "
            + fabric.folder().resolve("key.pem")
            + "   mode 0600: whoever has it can join the fabric, so keep it off the gateways");
    out.println("next: clusterlink create peer-cert --name <peer>" + fabricOption());
    return ExitCode.OK;
  }

  private String fabricOption() {
    return name.equals(DEFAULT_FABRIC) ? "" : " --fabric " + name;
  }
}
