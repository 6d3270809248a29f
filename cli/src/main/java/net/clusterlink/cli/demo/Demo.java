package net.clusterlink.cli.demo;

import java.io.PrintWriter;
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
  private final SecureRandom random = new SecureRandom();

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
      ImportAddress imported = ImportAddress.choose(random);
      stage.write("east/stock.yaml", Manifests.imports(west.port(), imported.port()));
      PeerGateway east =
          gateway("east", fabric, http, "--import-address", imported.host().getHostAddress());
      imported = listening(east, west, imported);
      narrator.detail("service", "the JDK's web server beside west, on port " + service.port());
      narrator.detail("gateways", "west on port " + west.port() + ", east on port " + east.port());
      narrator.detail("import", "east offers the service of west on " + imported);
      Client client = Client.of("http://" + imported + "/" + WebService.FILE);
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

  private PeerGateway gateway(String peer, Path fabric, HttpClient http, String... options)
      throws InterruptedException {
    return PeerGateway.start(stage, http, main, peer, fabric.resolve(peer), options);
  }

  private Path createFabric() {
    FabricAuthority fabric =
        FabricAuthority.create(stage.directory(), "fabric", KeyType.EC, Clock.systemUTC(), random);
    fabric.issue("east");
    fabric.issue("west");
    return fabric.folder();
  }

  private void keep(Termination termination, Invitation invitation) throws InterruptedException {
    termination.takeSignals();
    invitation.lines().forEach(narrator::say);
    termination.await();
  }

  /** Where the import listens in the end: somebody may have taken the first port meanwhile. */
  private ImportAddress listening(PeerGateway east, PeerGateway west, ImportAddress wanted)
      throws InterruptedException {
    if (listens(east, 0)) {
      return wanted;
    }
    ImportAddress other = wanted.withOtherPort();
    int before = east.logged();
    stage.write("east/stock.yaml", Manifests.imports(west.port(), other.port()));
    if (!listens(east, before)) {
      throw new DemoException(
          "east can listen for clients neither on "
              + wanted
              + " nor on "
              + other
              + east.process().lastWords(),
          null);
    }
    return other;
  }

  private static boolean listens(PeerGateway gateway, int after) throws InterruptedException {
    return Patience.await(() -> gateway.logged(after, line -> line.contains(" import ")))
        .filter(line -> line.contains("import listening"))
        .isPresent();
  }
}
