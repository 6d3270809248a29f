package net.clusterlink.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import net.clusterlink.fabric.Revocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clusterlink revoke peer-cert}: a certificate that no gateway shall trust any more. */
@Command(
    name = "peer-cert",
    header = "Revoke the certificate of a peer.",
    description = {
      "",
      "Adds the certificate in the peer's folder to the fabric's revocation list, crl.pem in the"
          + " fabric's folder. A gateway refuses the certificate, and ends the sessions of whoever"
          + " shows it, once crl.pem is in the folder of its own certificate. There is no way back;"
          + " the peer gets another certificate by `create peer-cert --renew`.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink revoke peer-cert --name east",
      "  clusterlink revoke peer-cert --name west --fabric prod"
    })
final class RevokePeerCertCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "PEER",
      description = "The peer's name, which is its folder's in the fabric's folder.")
  String name = "";

  @Mixin FabricOption fabric = new FabricOption();

  @Spec CommandSpec spec = CommandSpec.create();

  RevokePeerCertCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Revocation revocation = fabric.open(surroundings).revoke(name);
    PrintWriter out = spec.commandLine().getOut();
    out.println("peer " + name + " of fabric " + fabric.name() + ": certificate revoked");
    out.println("  serial number    " + revocation.serial());
    out.println(
        "  revocation list  "
            + revocation.file()
            + "  "
            + (revocation.count() == 1 ? "1 certificate" : revocation.count() + " certificates"));
    out.println(
        "next: copy crl.pem into the folder of each gateway's certificate, beside ca.pem: those that"
            + " run take it up");
    return ExitCode.OK;
  }
}
