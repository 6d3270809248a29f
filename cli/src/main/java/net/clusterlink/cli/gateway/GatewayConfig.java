package net.clusterlink.cli.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.dataplane.DataplaneConfig;
import net.clusterlink.dataplane.Limits;
import net.clusterlink.dataplane.Timeouts;

/**
 * What a gateway is told at its start.
 *
 * @param certs the folder with the peer's certificate, its key and the fabric's certificate
 * @param config the directory of manifests
 * @param listen where peers reach it; port 0 takes any free one
 * @param admin where health, metrics and the read API are served; port 0 takes any free one
 * @param adminToken the file with the token that all but health needs; needed off loopback
 * @param importAddress the address imports listen on
 * @param labels this peer's labels, reported to others
 * @param threads event loops, at least 1
 * @param busyPoll how long an event loop looks on before it sleeps; zero for never
 * @param drainTimeout how long live sessions may go on when the gateway is told to end
 */
public record GatewayConfig(
    Path certs,
    Path config,
    InetSocketAddress listen,
    InetSocketAddress admin,
    Optional<Path> adminToken,
    InetAddress importAddress,
    Map<String, String> labels,
    int threads,
    Duration busyPoll,
    Duration drainTimeout) {
  public GatewayConfig {
    labels = Map.copyOf(labels);
  }

  DataplaneConfig dataplane(InetSocketAddress adminAddress) {
    return new DataplaneConfig(
        listen,
        importAddress,
        labels,
        threads,
        busyPoll,
        Set.of(adminAddress),
        Limits.DEFAULT,
        Timeouts.DEFAULT);
  }
}
