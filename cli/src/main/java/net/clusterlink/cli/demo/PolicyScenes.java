package net.clusterlink.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.clusterlink.cli.demo.Client.Answer;

/** Scenes of what is allowed, and by whom. */
final class PolicyScenes {
  private static final int REQUESTS = 10;

  private final Cast cast;

  PolicyScenes(Cast cast) {
    this.cast = cast;
  }

  Outcome refusedByDefault() throws InterruptedException {
    return refusedBy(cast.edge());
  }

  Outcome refusedByTheOthers() throws InterruptedException {
    int before = cast.east().logged();
    cast.stage().write("edge/policy.yaml", Manifests.shopMayAsk());
    Outcome byWest = refusedBy(cast.west());
    // A refused client may know before the line of the log is written.
    Optional<String> byEast =
        Patience.await(() -> cast.east().logged(before, PolicyScenes::isRefusal));
    return new Outcome(byWest.held() && byEast.isPresent(), byWest.seen(), byWest.log());
  }

  private static boolean isRefusal(String line) {
    return line.contains("session refused") && line.contains("none matched");
  }

  /** Asks until a request is refused, by this gateway as well, because no policy matched. */
  private Outcome refusedBy(PeerGateway gateway) throws InterruptedException {
    int before = gateway.logged();
    Predicate<String> refusal = PolicyScenes::isRefusal;
    Optional<Answer> refused =
        Patience.await(() -> {
          Answer answer = cast.client().ask();
          boolean told = gateway.logged(before, refusal).isPresent();
          return answer.answered() || !told ? Optional.empty() : Optional.of(answer);
        });
    Answer last = refused.isPresent() ? refused.get() : cast.client().ask();
    return new Outcome(refused.isPresent(), seen(last), gateway.logged(before, refusal));
  }

  Outcome answeredInTurn() throws InterruptedException {
    cast.stage().write("east/policy.yaml", Manifests.shopOfEdgeMayCome());
    cast.stage().write("west/policy.yaml", Manifests.shopOfEdgeMayCome());
    boolean both = answeredByBoth(cast);
    int before = cast.west().logged();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(cast.client().ask());
    }
    long byEast = answers.stream().filter(answer -> Cast.isOf(cast.inEast(), answer)).count();
    long byWest = answers.stream().filter(answer -> Cast.isOf(cast.inWest(), answer)).count();
    Optional<String> log =
        Patience.await(
            () -> cast.west().logged(before, line -> line.contains("session completed")));
    return new Outcome(
        both && byEast == REQUESTS / 2 && byWest == REQUESTS / 2 && log.isPresent(),
        byEast + " answered by east, " + byWest + " by west: " + seen(answers.getLast()),
        log);
  }

  /** Asks until both services have answered. */
  private static boolean answeredByBoth(Cast cast) throws InterruptedException {
    return answeredByBoth(cast, Patience.LIMIT);
  }

  /** The same, for so long at most. */
  static boolean answeredByBoth(Cast cast, Duration limit) throws InterruptedException {
    return Patience.await(limit, () -> Optional.of(bothAnswer(cast)).filter(both -> both))
        .isPresent();
  }

  private static boolean bothAnswer(Cast cast) throws InterruptedException {
    Answer one = cast.client().ask();
    Answer other = cast.client().ask();
    return cast.isRight(one) && cast.isRight(other) && !one.text().equals(other.text());
  }

  /** Opens the service again, breaks a file, and asks a few times more. */
  Outcome notDisturbed() throws InterruptedException {
    cast.stage().remove("edge/closed.yaml");
    boolean opened = answeredByBoth(cast);
    int before = cast.west().logged();
    cast.stage().write("west/policy.yaml", Manifests.broken());
    Optional<String> error =
        Patience.await(() ->
            cast.west()
                .logged(
                    before, line -> line.contains("config error") && line.contains("policy.yaml")));
    int right = 0;
    Answer last = cast.client().ask();
    for (int asked = 1; asked <= 4; asked++) {
      right += cast.isRight(last) ? 1 : 0;
      last = asked < 4 ? cast.client().ask() : last;
    }
    return new Outcome(
        opened && error.isPresent() && right == 4, right + " of 4 times: " + seen(last), error);
  }

  static String seen(Answer answer) {
    return (answer.answered() ? "answered: " : "not answered: ") + answer.text();
  }
}
