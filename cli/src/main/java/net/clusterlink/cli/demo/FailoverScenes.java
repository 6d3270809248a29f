package net.clusterlink.cli.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.cli.demo.RequestStream.Sent;

/** Scenes of a gateway that dies and comes back. */
final class FailoverScenes {
  private static final int BEFORE = 10;
  private static final Duration RECOVERY = Duration.ofSeconds(2);
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  /** A gateway that was gone is asked every 10 s, and has to answer three times. */
  private static final Duration FOUND_AGAIN = Duration.ofSeconds(25);

  private final Cast cast;

  FailoverScenes(Cast cast) {
    this.cast = cast;
  }

  Outcome eastDies() throws InterruptedException {
    int before = cast.edge().logged();
    var stream = new RequestStream(cast.client());
    boolean flowing =
        Patience.await(() -> Optional.of(true).filter(_ -> stream.count() >= BEFORE)).isPresent();
    long killedNs = System.nanoTime();
    cast.east().kill();
    Thread.sleep(RECOVERY.plus(AFTERWARDS));
    List<Sent> sent = stream.end();
    List<Sent> failed = sent.stream().filter(one -> !cast.isRight(one.answer())).toList();
    long late =
        failed.stream().filter(one -> one.begunNs() - killedNs > RECOVERY.toNanos()).count();
    long twice = twice();
    return new Outcome(
        flowing && late == 0 && twice == 0,
        sent.size()
            + " requests, "
            + failed.size()
            + " of them failed; "
            + late
            + " of those were begun 2 s later or after that; "
            + twice
            + " were seen twice",
        cast.edge().logged(before, line -> line.contains("peer=east")));
  }

  /** How many requests the services have seen more than once. */
  private long twice() {
    Map<Integer, Integer> times = new HashMap<>();
    Stream.of(cast.inEast(), cast.inWest())
        .flatMap(service -> service.requests().stream())
        .forEach(number -> times.merge(number, 1, Integer::sum));
    return times.values().stream().filter(count -> count > 1).count();
  }

  Outcome eastComesBack() throws InterruptedException {
    cast.east().comeBack();
    boolean both = PolicyScenes.answeredByBoth(cast, FOUND_AGAIN);
    Optional<String> log =
        Patience.await(() -> cast.east().logged(0, line -> line.contains("session completed")));
    return new Outcome(
        both && log.isPresent(), both ? "answered by both" : "not answered by both", log);
  }
}
