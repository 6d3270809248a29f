package net.clusterlink.systemtests.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two peers for the tests of a class: east beside the services, west beside the clients. The class
 * registers it, writes what it needs into the two directories and starts the gateways. Logs are
 * printed when a test fails.
 */
public final class Link implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
  public static final String EAST = "east";
  public static final String WEST = "west";

  private final UnaryOperator<GatewayOptions> eastOptions;
  private final UnaryOperator<GatewayOptions> westOptions;
  private final InetAddress importAddress;
  private final Map<String, InetSocketAddress> imports = new ConcurrentHashMap<>();
  private @Nullable Stage stage;
  private @Nullable GatewayProcess east;
  private @Nullable GatewayProcess west;

  /** What exists before a gateway runs. */
  private record Stage(
      Fabric fabric, Path folder, ConfigDirectory eastConfig, ConfigDirectory westConfig) {}

  /** Two gateways as they come. */
  public Link() {
    this(UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** Two gateways with options of their own. */
  public Link(
      UnaryOperator<GatewayOptions> eastOptions, UnaryOperator<GatewayOptions> westOptions) {
    this(eastOptions, westOptions, Loopback.fresh());
  }

  /** Two gateways with options of their own and an address for imports. */
  public Link(
      UnaryOperator<GatewayOptions> eastOptions,
      UnaryOperator<GatewayOptions> westOptions,
      InetAddress importAddress) {
    this.eastOptions = eastOptions;
    this.westOptions = westOptions;
    this.importAddress = importAddress;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path folder = Workspace.of(context).folderOf(context.getRequiredTestClass());
    stage =
        new Stage(
            Workspace.of(context).fabric(),
            folder,
            ConfigDirectory.create(folder.resolve(EAST)),
            ConfigDirectory.create(folder.resolve(WEST)));
  }

  /** Starts both gateways and waits until they are ready. */
  public void start() {
    startEast();
    startWest();
  }

  /** Starts east and tells west where it is. */
  public void startEast() {
    east = GatewayProcess.start(eastOptions.apply(options(EAST, eastConfig())));
    westConfig().put("east-peer.yaml", Manifests.peer(EAST, east.address()));
  }

  /** Starts west, and waits until its imports listen: another process may hold a port just now. */
  public void startWest() {
    GatewayProcess started = GatewayProcess.start(westOptions.apply(options(WEST, westConfig())));
    west = started;
    Awaitility.await("every import listens")
        .until(() -> started.metrics().sum("clusterlink_imports_failed") == 0);
  }

  /** How a gateway of a peer would be started. */
  public GatewayOptions options(String peer, ConfigDirectory config) {
    return GatewayOptions.of(fabric().peer(peer), config, importAddress);
  }

  /** Exports a service in east and imports it in west. */
  public InetSocketAddress offer(String name, TcpService<?> service) {
    return offer(name, service.address().getAddress().getHostAddress(), service.port());
  }

  /** Exports a host and port in east and imports it in west. */
  public InetSocketAddress offer(String name, String host, int port) {
    eastConfig().put("export-" + name + ".yaml", Manifests.export(name, host, port));
    return take(name, EAST);
  }

  /** Imports an export from peers in their order; in west. */
  public InetSocketAddress take(String name, String... peers) {
    InetSocketAddress address = imports.computeIfAbsent(name, any -> freeImportAddress());
    westConfig()
        .put("import-" + name + ".yaml", Manifests.imported(name, address.getPort(), peers));
    return address;
  }

  /** Allows everything on both sides. */
  public void allowAll() {
    eastConfig().put("allow-all.yaml", Manifests.allowAll());
    westConfig().put("allow-all.yaml", Manifests.allowAll());
  }

  /** An address that an import can have. */
  public InetSocketAddress freeImportAddress() {
    return new InetSocketAddress(importAddress, Loopback.freePort(importAddress));
  }

  /** The fabric of both. */
  public Fabric fabric() {
    return staged().fabric();
  }

  /** A folder for what the class makes. */
  public Path folder() {
    return staged().folder();
  }

  /** The directory of the service side. */
  public ConfigDirectory eastConfig() {
    return staged().eastConfig();
  }

  /** The directory of the client side. */
  public ConfigDirectory westConfig() {
    return staged().westConfig();
  }

  /** The gateway of the service side. */
  public GatewayProcess east() {
    return running(east);
  }

  /** The gateway of the client side. */
  public GatewayProcess west() {
    return running(west);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      print(context, EAST, east);
      print(context, WEST, west);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    // What fails before the first test is told to the class alone.
    afterTestExecution(context);
    stop(WEST, west);
    stop(EAST, east);
  }

  private void stop(String peer, @Nullable GatewayProcess gateway) throws IOException {
    if (gateway == null) {
      return;
    }
    gateway.close();
    Files.writeString(folder().resolve(peer + ".log"), gateway.log().toString(), UTF_8);
    Optional<String> fault = gateway.log().fault();
    if (fault.isPresent()) {
      throw new AssertionError(
          "the gateway of " + peer + " logged a fault of its own: " + fault.get());
    }
  }

  private static void print(
      ExtensionContext context, String peer, @Nullable GatewayProcess gateway) {
    if (gateway != null) {
      String title = "log of " + peer + " in " + context.getDisplayName();
      context.publishReportEntry(title, gateway.log().toString());
      System.err.printf("---- %s%n%s%n", title, gateway.log());
    }
  }

  private Stage staged() {
    if (stage == null) {
      throw new IllegalStateException("register the link as a static field");
    }
    return stage;
  }

  private static GatewayProcess running(@Nullable GatewayProcess gateway) {
    if (gateway == null) {
      throw new IllegalStateException("start the link first");
    }
    return gateway;
  }
}
