package net.clusterlink.cli.demo;

import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
    narrator.say(
        "Peers east and west with a service each, peer edge with a client; all on this machine.");
    narrator.detail("stage", stage.directory().toString());
    try (HttpClient http = HttpClient.newHttpClient()) {
      Cast cast = cast(http);
      narrator.detail(
          "services",
          "the JDK's web server, beside east on port "
              + cast.inEast().port()
              + " and beside west on port "
              + cast.inWest().port());
      narrator.detail(
          "gateways",
          "east on "
              + cast.east().listen()
              + ", west on "
              + cast.west().listen()
              + ", edge on "
              + cast.edge().listen());
      narrator.detail("import", "edge offers the service of both on " + cast.imported());
      Scenario scenario = new Scenario(narrator, cast);
      boolean held = scenario.play();
      narrator.say(
          scenario.tally()
              + ", in "
              + Narrator.seconds(Duration.ofNanos(System.nanoTime() - beganNs)));
      if (keepUntil.isPresent()) {
        keep(keepUntil.get(), new Invitation(cast));
      }
      return held;
    }
  }

  private Cast cast(HttpClient http) throws InterruptedException {
    FabricAuthority fabric =
        FabricAuthority.create(stage.directory(), "fabric", KeyType.EC, Clock.systemUTC(), random);
    WebService inEast = WebService.start(stage, "east", 42);
    WebService inWest = WebService.start(stage, "west", 17);
    stage.write("east/stock.yaml", Manifests.export(inEast.port()));
    stage.write("west/stock.yaml", Manifests.export(inWest.port()));
    PeerGateway east = gateway("east", fabric, http, List.of());
    PeerGateway west = gateway("west", fabric, http, List.of());
    LoopbackAddress imported = LoopbackAddress.choose(random);
    stage.write("edge/east.yaml", Manifests.peer("east", east.listen()));
    stage.write("edge/west.yaml", Manifests.peer("west", west.listen()));
    stage.write("edge/stock.yaml", Manifests.imports(imported.port()));
    PeerGateway edge =
        gateway(
            "edge", fabric, http, List.of("--import-address", imported.host().getHostAddress()));
    imported = listening(edge, imported);
    Client client = Client.of("http://" + imported + "/" + WebService.SMALL_FILE);
    return new Cast(stage, fabric, east, west, edge, inEast, inWest, imported, client);
  }

  private PeerGateway gateway(
      String peer, FabricAuthority fabric, HttpClient http, List<String> options)
      throws InterruptedException {
    Path certs = fabric.issue(peer);
    return PeerGateway.start(
        stage, http, main, peer, certs, LoopbackAddress.choose(random), options);
  }

  private void keep(Termination termination, Invitation invitation) throws InterruptedException {
    termination.takeSignals();
    invitation.lines().forEach(narrator::say);
    termination.await();
  }

  /** Where the import listens in the end: somebody may have taken the first port meanwhile. */
  private LoopbackAddress listening(PeerGateway edge, LoopbackAddress wanted)
      throws InterruptedException {
    if (listens(edge, 0)) {
      return wanted;
    }
    LoopbackAddress other = wanted.withOtherPort();
    int before = edge.logged();
    stage.write("edge/stock.yaml", Manifests.imports(other.port()));
    if (!listens(edge, before)) {
      throw new DemoException(
          "edge can listen for clients neither on "
              + wanted
              + " nor on "
              + other
              + edge.process().lastWords(),
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
