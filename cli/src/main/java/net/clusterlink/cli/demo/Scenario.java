package net.clusterlink.cli.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import net.clusterlink.cli.demo.Client.Answer;

/** The story: five scenes, each with what was expected and what was seen. */
final class Scenario {
  private final Narrator narrator;
  private final Stage stage;
  private final Client client;
  private final PeerGateway east;
  private final PeerGateway west;
  private int scenes;
  private int held;

  /**
   * What a scene came to.
   *
   * @param held whether it was as expected
   * @param seen what the client saw
   * @param log the gateway's line that tells why, if it wrote one
   */
  private record Outcome(boolean held, String seen, Optional<String> log) {}

  private interface Scene {
    Outcome play() throws InterruptedException;
  }

  Scenario(Narrator narrator, Stage stage, Client client, PeerGateway east, PeerGateway west) {
    this.narrator = narrator;
    this.stage = stage;
    this.client = client;
    this.east = east;
    this.west = west;
  }

  /** Plays all scenes; true when all of them were as expected. */
  boolean play() throws InterruptedException {
    scene(
        "Nothing is allowed by default",
        "no policy is written anywhere",
        "refused by east: no policy matched",
        () -> refusedBy(east, "none matched"));
    scene(
        "East lets its shop out, but one side alone is not enough",
        "an AccessPolicy, into east/policy.yaml",
        "refused by west: no policy matched",
        () -> {
          stage.write("east/policy.yaml", Manifests.shopMayAsk());
          return refusedBy(west, "none matched");
        });
    scene(
        "West lets the shop of east in",
        "an AccessPolicy, into west/policy.yaml",
        "answered by the service: " + WebService.CONTENT,
        () -> {
          stage.write("west/policy.yaml", Manifests.shopOfEastMayCome());
          return answered();
        });
    scene(
        "The administrator of west closes the service, whatever its owner allows",
        "a PrivilegedAccessPolicy with action deny, into west/closed.yaml",
        "refused by west: closed-for-stocktaking",
        () -> {
          stage.write("west/closed.yaml", Manifests.closedForStocktaking());
          return refusedBy(west, "closed-for-stocktaking");
        });
    scene(
        "The service is opened again, and then somebody breaks a file",
        "west/closed.yaml is removed, then `action: alow` is written into west/policy.yaml",
        "the error is logged with file and line; requests are answered as before",
        this::notDisturbed);
    narrator.say("");
    return held == scenes;
  }

  /** How many of how many scenes were as expected. */
  String tally() {
    return held + " of " + scenes + " scenes as expected";
  }

  private void scene(String title, String deed, String expected, Scene scene)
      throws InterruptedException {
    long beganNs = System.nanoTime();
    scenes++;
    narrator.heading(scenes + ". " + title);
    narrator.detail("done", deed);
    narrator.detail("asked", client.shown());
    narrator.detail("expected", expected);
    Outcome outcome = scene.play();
    stage.ensureOpen();
    narrator.detail("seen", outcome.seen());
    narrator.detail("log", outcome.log().orElse("no such line"));
    narrator.verdict(outcome.held(), Duration.ofNanos(System.nanoTime() - beganNs));
    held += outcome.held() ? 1 : 0;
  }

  /** Asks until a request is refused, by this gateway and for this cause. */
  private Outcome refusedBy(PeerGateway gateway, String cause) throws InterruptedException {
    int before = gateway.logged();
    Predicate<String> refusal = line -> line.contains("session refused") && line.contains(cause);
    Optional<Answer> refused =
        Patience.await(() -> {
          Answer answer = client.ask();
          boolean told = gateway.logged(before, refusal).isPresent();
          return answer.answered() || !told ? Optional.empty() : Optional.of(answer);
        });
    Answer last = refused.isPresent() ? refused.get() : client.ask();
    return new Outcome(refused.isPresent(), seen(last), gateway.logged(before, refusal));
  }

  /** Asks until a request is answered. */
  private Outcome answered() throws InterruptedException {
    int before = west.logged();
    Optional<Answer> answered =
        Patience.await(() -> Optional.of(client.ask()).filter(Scenario::isRight));
    Answer last = answered.isPresent() ? answered.get() : client.ask();
    Optional<String> log =
        Patience.await(() -> west.logged(before, line -> line.contains("session completed")));
    return new Outcome(answered.isPresent() && log.isPresent(), seen(last), log);
  }

  /** Opens the service again, breaks a file, and asks three times more. */
  private Outcome notDisturbed() throws InterruptedException {
    stage.remove("west/closed.yaml");
    boolean opened = answered().held();
    int before = west.logged();
    stage.write("west/policy.yaml", Manifests.broken());
    Optional<String> error =
        Patience.await(() ->
            west.logged(
                before, line -> line.contains("config error") && line.contains("policy.yaml")));
    int right = 0;
    Answer last = client.ask();
    for (int asked = 1; asked <= 3; asked++) {
      right += isRight(last) ? 1 : 0;
      last = asked < 3 ? client.ask() : last;
    }
    return new Outcome(
        opened && error.isPresent() && right == 3, right + " of 3 times: " + seen(last), error);
  }

  private static boolean isRight(Answer answer) {
    return answer.answered() && answer.text().equals(WebService.CONTENT);
  }

  private static String seen(Answer answer) {
    return (answer.answered() ? "answered: " : "not answered: ") + answer.text();
  }
}
