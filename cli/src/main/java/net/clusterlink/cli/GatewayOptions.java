package net.clusterlink.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that a gateway and the check of it share. */
final class GatewayOptions {
  @Option(
      names = "--certs",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder that `create peer-cert` made: ca.pem, cert.pem and key.pem; and crl.pem, if"
              + " there is one.")
  Path certs = Path.of("");

  @Option(
      names = "--config",
      required = true,
      paramLabel = "DIR",
      description = "The directory of manifests.")
  Path config = Path.of("");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "0.0.0.0:4443",
      converter = AddressConverter.class,
      description = "Where other peers reach this gateway. Default: ${DEFAULT-VALUE}.")
  InetSocketAddress listen = new InetSocketAddress(0);

  @Option(
      names = "--import-address",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      converter = IpAddressConverter.class,
      description = "Where imports listen for local clients. Default: ${DEFAULT-VALUE}.")
  InetAddress importAddress = InetAddress.getLoopbackAddress();
}
