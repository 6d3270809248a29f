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
import net.clusterlink.cli.gateway.Termination;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;

/** The demonstration from beginning to end: sets the stage, plays the story, clears up. */
public final class Demo {
  private final Narrator narrator;
  private final Stage stage;

  private Demo(Narrator narrator, Stage stage) {
    this.narrator = narrator;
    this.stage = stage;
  }

  /**
   * Runs it.
   *
   * @param out where the story is told
   * @param colour whether the terminal shows colours
   * @param keep whether to leave everything running afterwards, until the process is told to end
   * @return whether all was as expected
   * @throws DemoException when the stage could not be set
   */
  public static boolean run(PrintWriter out, boolean colour, boolean keep)
      throws InterruptedException {
    long beganNs = System.nanoTime();
    Narrator narrator = new Narrator(out, colour);
    try (Stage stage = Stage.open()) {
      boolean held = new Demo(narrator, stage).play(keep, beganNs);
      stage.clear();
      narrator.say("The processes have ended and " + stage.directory() + " is removed.");
      return held;
    }
  }

  private boolean play(boolean keep, long beganNs) throws InterruptedException {
    narrator.say("Peers east and west, a service and a client, all on this machine.");
    narrator.detail("stage", stage.directory().toString());
    Path fabric = createFabric();
    WebService service = WebService.start(stage);
    stage.write("west/stock.yaml", Manifests.export(service.port()));
    try (HttpClient http = HttpClient.newHttpClient()) {
      PeerGateway west = PeerGateway.start(stage, http, "west", fabric.resolve("west"));
      int importPort = freePort();
      stage.write("east/stock.yaml", Manifests.imports(west.port(), importPort));
      PeerGateway east = PeerGateway.start(stage, http, "east", fabric.resolve("east"));
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
      if (keep) {
        keep(held, new Invitation(stage.directory(), client, east, west));
      }
      return held;
    }
  }

  private Path createFabric() {
    FabricAuthority fabric =
        FabricAuthority.create(
            stage.directory(), "fabric", KeyType.EC, Clock.systemUTC(), new SecureRandom());
    fabric.issue("east");
    fabric.issue("west");
    return fabric.folder();
  }

  private void keep(boolean held, Invitation invitation) throws InterruptedException {
    try (Termination termination = Termination.onSignal(held ? 0 : 1)) {
      invitation.lines().forEach(narrator::say);
      termination.await();
      stage.clear();
    }
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
