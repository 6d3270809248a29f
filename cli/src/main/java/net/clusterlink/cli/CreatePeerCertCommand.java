package net.clusterlink.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import net.clusterlink.fabric.PeerCredentials;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
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
          + " needs. Nothing is ever overwritten, unless --renew asks for another certificate and key"
          + " of a peer that has some.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink create peer-cert --name east",
      "  clusterlink create peer-cert --name west --fabric prod",
      "  clusterlink create peer-cert --name west --fabric prod --renew"
    })
final class CreatePeerCertCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "PEER",
      description = "The peer's name: a lower-case DNS name of at most 253 characters.")
  String name = "";

  @Mixin FabricOption fabric = new FabricOption();

  @Option(
      names = "--key-type",
      paramLabel = "ec|rsa",
      description = "EC P-256, or RSA with 4096 bits. Default: as the fabric's own key.")
  Optional<KeyType> keyType = Optional.empty();

  @Option(
      names = "--renew",
      description =
          "Put another certificate and key in the place of those that the peer has. The certificate"
              + " before stays valid until it expires or is revoked.")
  boolean renew;

  @Spec CommandSpec spec = CommandSpec.create();

  CreatePeerCertCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    FabricAuthority authority = fabric.open(surroundings);
    KeyType type = keyType.orElse(authority.keyType());
    Path folder = renew ? authority.renew(name, type) : authority.issue(name, type);
    PeerCredentials issued = PeerCredentials.load(folder, surroundings.clock());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "peer "
            + name
            + " of fabric "
            + fabric.name()
            + ": certificate "
            + (renew ? "renewed" : "issued"));
    out.println(
        "  certificate  "
            + folder.resolve("cert.pem")
            + "  valid until "
            + Dates.day(issued.certificate()));
    out.println("  key          " + folder.resolve("key.pem") + "   mode 0600");
    out.println("  authority    " + folder.resolve("ca.pem"));
    out.println(
        renew
            ? "next: copy cert.pem and key.pem over those of the gateway, which takes them up while"
                + " it runs"
            : "next: take "
                + folder
                + " to the host of the gateway, and there: clusterlink gateway --certs "
                + folder
                + " --config <directory>");
    return ExitCode.OK;
  }
}
