package net.clusterlink.systemtests.stage;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a gateway is started.
 *
 * @param certs the peer's folder
 * @param config the directory of manifests
 * @param importAddress where imports listen
 * @param jvm options of its JVM
 * @param arguments further arguments of the command
 * @param launcher makes of the command one that starts it in another place
 */
public record GatewayOptions(
    Path certs,
    Path config,
    InetAddress importAddress,
    List<String> jvm,
    List<String> arguments,
    UnaryOperator<List<String>> launcher) {

  /** A small gateway: 256 MB of heap and as much of direct memory. */
  public static GatewayOptions of(Path certs, ConfigDirectory config, InetAddress importAddress) {
    return new GatewayOptions(
        certs,
        config.folder(),
        importAddress,
        List.of("-Xmx256m", "-XX:MaxDirectMemorySize=256m"),
        List.of(),
        UnaryOperator.identity());
  }

  /** These, started elsewhere than on this host itself. */
  public GatewayOptions launchedBy(UnaryOperator<List<String>> elsewhere) {
    return new GatewayOptions(certs, config, importAddress, jvm, arguments, elsewhere);
  }

  /** These with another folder of certificates. */
  public GatewayOptions withCerts(Path folder) {
    return new GatewayOptions(folder, config, importAddress, jvm, arguments, launcher);
  }

  /** These with further options of the JVM. */
  public GatewayOptions withJvm(String... more) {
    return new GatewayOptions(certs, config, importAddress, append(jvm, more), arguments, launcher);
  }

  /** These with further arguments of the command. */
  public GatewayOptions with(String... more) {
    return new GatewayOptions(certs, config, importAddress, jvm, append(arguments, more), launcher);
  }

  List<String> command() {
    List<String> line =
        new ArrayList<>(
            List.of(
                "gateway",
                "--certs",
                certs.toString(),
                "--config",
                config.toString(),
                "--import-address",
                importAddress.getHostAddress()));
    line.addAll(arguments);
    if (!line.contains("--listen")) {
      line.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    if (!line.contains("--admin")) {
      line.addAll(List.of("--admin", "127.0.0.1:0"));
    }
    return launcher.apply(JavaCommand.of(jvm, line));
  }

  private static List<String> append(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
