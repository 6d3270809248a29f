package net.clusterlink.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import net.clusterlink.cli.gateway.Termination;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;

/** The demonstration from beginning to end: sets the stage, plays the story, clears up. */
public final class Demo {
  private final Class<?> main;
  private final Narrator narrator;
  private final Stage stage;

  private Demo(Class<?> main, Narrator narrator, Stage stage) {
    this.main = main;
    this.narrator = narrator;
    this.stage = stage;
  }

  /**
   * Runs it.
   *
   * @param main the program that runs a gateway, which is this one
   * @param out where the story is told
   * @param colour whether the terminal shows colours
   * @param keepUntil when given, everything is left running afterwards until then
   * @return whether all was as expected
   * @throws DemoException when the stage could not be set
   */
  public static boolean run(
      Class<?> main, PrintWriter out, boolean colour, Optional<Termination> keepUntil)
      throws InterruptedException {
    long beganNs = System.nanoTime();
    Narrator narrator = new Narrator(out, colour);
    try (Stage stage = Stage.open()) {
      boolean held = new Demo(main, narrator, stage).play(keepUntil, beganNs);
      stage.clear();
      narrator.say("The processes have ended and " + stage.directory() + " is removed.");
      return held;
    }
  }

  private boolean play(Optional<Termination> keepUntil, long beganNs) throws InterruptedException {
    narrator.say("Peers east and west, a service and a client, all on this machine.");
    narrator.detail("stage", stage.directory().toString());
    Path fabric = createFabric();
    WebService service = WebService.start(stage);
    stage.write("west/stock.yaml", Manifests.export(service.port()));
    try (HttpClient http = HttpClient.newHttpClient()) {
      PeerGateway west = gateway("west", fabric, http);
      int importPort = freePort();
      stage.write("east/stock.yaml", Manifests.imports(west.port(), importPort));
      PeerGateway east = gateway("east", fabric, http);
      narrator.detail("service", "the JDK's web server beside west, on port " + service.port());
      narrator.detail("gateways", "west on port " + west.port() + ", east on port " + east.port());
      narrator.detail("import", "east offers the service of west on port " + importPort);
      Client client = Client.of("http://127.0.0.1:" + importPort + "/" + WebService.FILE);
      Scenario scenario = new Scenario(narrator, stage, client, east, west);
      boolean held = scenario.play();
      narrator.say(
          scenario.tally()
              + ", in "
              + Narrator.seconds(Duration.ofNanos(System.nanoTime() - beganNs)));
      if (keepUntil.isPresent()) {
        keep(keepUntil.get(), new Invitation(client, east, west));
      }
      return held;
    }
  }

  private PeerGateway gateway(String peer, Path fabric, HttpClient http)
      throws InterruptedException {
    return PeerGateway.start(stage, http, main, peer, fabric.resolve(peer));
  }

  private Path createFabric() {
    FabricAuthority fabric =
        FabricAuthority.create(
            stage.directory(), "fabric", KeyType.EC, Clock.systemUTC(), new SecureRandom());
    fabric.issue("east");
    fabric.issue("west");
    return fabric.folder();
  }

  private void keep(Termination termination, Invitation invitation) throws InterruptedException {
    termination.takeSignals();
    invitation.lines().forEach(narrator::say);
    termination.await();
  }

  /** A port that is free now; the import that gets it says so in its log if it was taken since. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new DemoException("there is no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }
}
