package net.clusterlink.systemtests.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.Fabric;
import net.clusterlink.systemtests.stage.GatewayOptions;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Two peers, each in a network of its own with a cable between: east beside the services, west
 * beside the clients. Everything is allowed.
 */
final class DistantPeers implements AutoCloseable {
  static final String CABLE = "cable";
  static final InetAddress WEST = Loopback.address("10.77.0.1");
  static final InetAddress EAST = Loopback.address("10.77.0.2");
  static final InetAddress OTHER_WEST = Loopback.address("10.78.0.1");
  static final InetAddress OTHER_EAST = Loopback.address("10.78.0.2");

  private static final String PREFIX = "/24";
  private static final int FIRST_IMPORT = 7_001;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int HTTP_LIMIT_MS = 5_000;

  /** Several pairs run at once but start one after the other: there are few processors. */
  private static final Object STARTING = new Object();

  private final Path folder;
  private final Fabric fabric;
  private final ConfigDirectory eastConfig;
  private final ConfigDirectory westConfig;
  private final NetworkNamespace eastNetwork;
  private final NetworkNamespace westNetwork;
  private final List<TcpService<?>> services = new ArrayList<>();
  private @Nullable GatewayProcess east;
  private @Nullable GatewayProcess west;

  /**
   * Two networks and no gateway yet.
   *
   * @param name short, and unlike that of other pairs of this run
   */
  DistantPeers(Link link, String name) {
    folder = link.folder().resolve(name);
    fabric = link.fabric();
    eastConfig = ConfigDirectory.create(folder.resolve(Link.EAST));
    westConfig = ConfigDirectory.create(folder.resolve(Link.WEST));
    westNetwork = NetworkNamespace.create(name + "-west");
    try {
      eastNetwork = NetworkNamespace.create(name + "-east");
    } catch (RuntimeException | Error e) {
      westNetwork.close();
      throw e;
    }
    westNetwork.connect(CABLE, withPrefix(WEST), eastNetwork, withPrefix(EAST));
    eastConfig.put("allow-all.yaml", Manifests.allowAll());
    westConfig.put("allow-all.yaml", Manifests.allowAll());
  }

  /** Gives both ends of the cable a second address, in another network. */
  void addOtherAddresses() {
    westNetwork.addAddress(CABLE, withPrefix(OTHER_WEST));
    eastNetwork.addAddress(CABLE, withPrefix(OTHER_EAST));
  }

  /** Takes east's first address away. */
  void removeFirstAddressOfEast() {
    eastNetwork.removeAddress(CABLE, withPrefix(EAST));
  }

  private static String withPrefix(InetAddress address) {
    return address.getHostAddress() + PREFIX;
  }

  /** A service in east's network, exported there and imported in west. */
  <T> InetSocketAddress serve(String name, TcpService.Script<T> script) throws IOException {
    TcpService<T> service = eastNetwork.call(() -> TcpService.start(script));
    services.add(service);
    int port = FIRST_IMPORT + services.size();
    eastConfig.put(name + ".yaml", Manifests.export(name, "127.0.0.1", service.port()));
    westConfig.put(name + ".yaml", Manifests.imported(name, port, Link.EAST));
    return new InetSocketAddress(Loopback.standard(), port);
  }

  /** Starts both gateways, west knowing east by its address. */
  void start() throws IOException {
    start(EAST.getHostAddress(), westNetwork::command);
  }

  /**
   * Starts both gateways.
   *
   * @param hostOfEast how west knows east
   * @param westLauncher starts west in its network
   */
  void start(String hostOfEast, UnaryOperator<List<String>> westLauncher) throws IOException {
    synchronized (STARTING) {
      east = launch(Link.EAST, eastConfig, "0.0.0.0:0", eastNetwork::command);
      awaitReady(eastNetwork, east());
      westConfig.put(
          "peer.yaml",
          Manifests.peer(
              Link.EAST,
              InetSocketAddress.createUnresolved(hostOfEast, east().address().getPort())));
      west = launch(Link.WEST, westConfig, "127.0.0.1:0", westLauncher);
      awaitReady(westNetwork, west());
    }
  }

  private GatewayProcess launch(
      String peer, ConfigDirectory config, String listen, UnaryOperator<List<String>> launcher) {
    return GatewayProcess.launch(
        GatewayOptions.of(fabric.peer(peer), config, Loopback.standard())
            .withJvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m")
            .with("--listen", listen)
            .launchedBy(launcher));
  }

  private static void awaitReady(NetworkNamespace network, GatewayProcess gateway) {
    Awaitility.await("gateway ready")
        .dontCatchUncaughtExceptions()
        .atMost(START_LIMIT)
        .failFast("the gateway ended", () -> !gateway.handle().isAlive())
        .until(() -> gateway.announced("admin") && network.call(() -> isReady(gateway.admin())));
  }

  private static boolean isReady(InetSocketAddress admin) throws IOException {
    URI uri = URI.create("http://" + Loopback.text(admin) + "/readyz");
    HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection();
    http.setConnectTimeout(HTTP_LIMIT_MS);
    http.setReadTimeout(HTTP_LIMIT_MS);
    try {
      return http.getResponseCode() == HttpURLConnection.HTTP_OK;
    } finally {
      // Kept connections are known by their address alone, which is the same in many networks.
      http.disconnect();
    }
  }

  /** A client beside west. */
  Socket connect(InetSocketAddress imported) throws IOException {
    return westNetwork.call(() -> Client.connect(imported));
  }

  NetworkNamespace eastNetwork() {
    return eastNetwork;
  }

  NetworkNamespace westNetwork() {
    return westNetwork;
  }

  GatewayProcess east() {
    return started(east);
  }

  GatewayProcess west() {
    return started(west);
  }

  Path folder() {
    return folder;
  }

  private static GatewayProcess started(@Nullable GatewayProcess gateway) {
    if (gateway == null) {
      throw new IllegalStateException("start the peers first");
    }
    return gateway;
  }

  /** Ends everything and keeps the logs. Fails if a gateway logged a fault of its own. */
  @Override
  public void close() {
    try {
      end(Link.WEST, west);
      end(Link.EAST, east);
    } finally {
      services.forEach(TcpService::close);
      westNetwork.close();
      eastNetwork.close();
    }
  }

  private void end(String peer, @Nullable GatewayProcess gateway) {
    if (gateway == null) {
      return;
    }
    gateway.close();
    try {
      Files.writeString(folder.resolve(peer + ".log"), gateway.log().toString(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    gateway
        .log()
        .fault()
        .ifPresent(fault -> {
          throw new AssertionError(
              "the gateway of " + peer + " logged a fault of its own: " + fault);
        });
  }
}
