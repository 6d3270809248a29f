package net.clusterlink.cli.demo;

import java.time.Duration;

/** The story: scenes, each with what was expected and what was seen. */
final class Scenario {
  private final Narrator narrator;
  private final Cast cast;
  private int scenes;
  private int held;

  private interface Scene {
    Outcome play() throws InterruptedException;
  }

  Scenario(Narrator narrator, Cast cast) {
    this.narrator = narrator;
    this.cast = cast;
  }

  /** Plays all scenes; true when all of them were as expected. */
  boolean play() throws InterruptedException {
    var policies = new PolicyScenes(cast);
    scene(
        "Nothing is allowed by default",
        "no policy is written anywhere",
        "refused by edge: no policy matched",
        policies::refusedByDefault);
    scene(
        "Edge lets its shop out, but one side alone is not enough",
        "an AccessPolicy, into edge/policy.yaml",
        "refused by east and by west: no policy matched",
        policies::refusedByTheOthers);
    scene(
        "East and west let the shop of edge in",
        "an AccessPolicy, into east/policy.yaml and west/policy.yaml",
        "10 requests are answered, by east and west in turn",
        policies::answeredInTurn);
    var failover = new FailoverScenes(cast);
    scene(
        "The gateway of east dies under a stream of requests",
        "kill -9",
        "every request begun 2 s later, or after that, is answered; no service sees a request twice",
        failover::eastDies);
    scene(
        "It comes back",
        "it is started again",
        "both services answer again, once edge's heartbeats have found it: after 13 s at most",
        failover::eastComesBack);
    var sessions = new LiveSessionScenes(cast);
    scene(
        "All three peers get new certificates under a live session",
        "certificates and keys are renewed in the peers' folders while a download runs",
        cast.download(),
        "every gateway takes its new one up; the download comes to its end, each byte right",
        sessions::certificatesAreRenewed);
    scene(
        "The administrator of edge closes the service, whatever its owners allow",
        "a PrivilegedAccessPolicy with action deny, into edge/closed.yaml, while a download runs",
        cast.download(),
        "the download breaks within a second, and new requests are refused",
        sessions::closedForStocktaking);
    scene(
        "The service is opened again, and then somebody breaks a file",
        "edge/closed.yaml is removed, then `action: alow` is written into west/policy.yaml",
        "the error is logged with file and line; requests are answered as before",
        policies::notDisturbed);
    narrator.say("");
    return held == scenes;
  }

  /** How many of how many scenes were as expected. */
  String tally() {
    return held + " of " + scenes + " scenes as expected";
  }

  private void scene(String title, String deed, String expected, Scene scene)
      throws InterruptedException {
    scene(title, deed, cast.client().shown(), expected, scene);
  }

  private void scene(String title, String deed, String asked, String expected, Scene scene)
      throws InterruptedException {
    long beganNs = System.nanoTime();
    scenes++;
    narrator.heading(scenes + ". " + title);
    narrator.detail("done", deed);
    narrator.detail("asked", asked);
    narrator.detail("expected", expected);
    Outcome outcome = scene.play();
    cast.stage().ensureOpen();
    narrator.detail("seen", outcome.seen());
    narrator.detail("log", outcome.log().orElse("no such line"));
    narrator.verdict(outcome.held(), Duration.ofNanos(System.nanoTime() - beganNs));
    held += outcome.held() ? 1 : 0;
  }
}
