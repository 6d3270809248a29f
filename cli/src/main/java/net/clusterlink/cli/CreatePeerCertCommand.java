package net.clusterlink.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import net.clusterlink.fabric.PeerCredentials;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clusterlink create peer-cert}: all that a peer's gateway needs to prove who it is. */
@Command(
    name = "peer-cert",
    header = "Issue a certificate for a peer.",
    description = {
      "",
      "Into a folder of the fabric's: ca.pem, cert.pem and key.pem are all that the peer's gateway"
          + " needs. Nothing is ever overwritten.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink create peer-cert --name east",
      "  clusterlink create peer-cert --name west --fabric prod"
    })
final class CreatePeerCertCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "PEER",
      description = "The peer's name: a lower-case DNS name of at most 253 characters.")
  String name = "";

  @Option(
      names = "--fabric",
      paramLabel = "NAME",
      defaultValue = CreateFabricCommand.DEFAULT_FABRIC,
      description = "The fabric, a folder of the current directory. Default: ${DEFAULT-VALUE}.")
  String fabric = CreateFabricCommand.DEFAULT_FABRIC;

  @Option(
      names = "--key-type",
      paramLabel = "ec|rsa",
      description = "EC P-256, or RSA with 4096 bits. Default: as the fabric's own key.")
  Optional<KeyType> keyType = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  CreatePeerCertCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    FabricAuthority authority =
        FabricAuthority.open(
            surroundings.directory(), fabric, surroundings.clock(), new SecureRandom());
    authority
        .warnings()
        .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    Path folder = authority.issue(name, keyType.orElse(authority.keyType()));
    PeerCredentials issued = PeerCredentials.load(folder, surroundings.clock());
    PrintWriter out = spec.commandLine().getOut();
    out.println("peer " + name + " of fabric " + fabric + ": certificate issued");
    out.println(
        "  certificate  "
            + folder.resolve("cert.pem")
            + "  valid until "
            + Dates.day(issued.chain().getFirst()));
    out.println("  key          " + folder.resolve("key.pem") + "   mode 0600");
    out.println("  authority    " + folder.resolve("ca.pem"));
    out.println(
        "next: take "
            + folder
            + " to the host of the gateway, and there: clusterlink gateway --certs "
            + folder
            + " --config <directory>");
    return ExitCode.OK;
  }
}
