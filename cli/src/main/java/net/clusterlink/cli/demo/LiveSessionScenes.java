package net.clusterlink.cli.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scenes of a session that lives while something changes. */
final class LiveSessionScenes {
  private static final int FLOWING = 256 * 1024;
  private static final long TO_THE_END_S = 10;
  private static final long BREAK_S = 1;

  private final Cast cast;

  LiveSessionScenes(Cast cast) {
    this.cast = cast;
  }

  Outcome certificatesAreRenewed() throws InterruptedException {
    List<PeerGateway> gateways = List.of(cast.east(), cast.west(), cast.edge());
    Map<PeerGateway, Integer> before = new LinkedHashMap<>();
    gateways.forEach(gateway -> before.put(gateway, gateway.logged()));
    try (var download = new Download(cast.imported(), WebService.LARGE_FILE)) {
      boolean flowing = flows(download);
      gateways.forEach(gateway -> cast.fabric().renew(gateway.peer(), cast.fabric().keyType()));
      int renewed = 0;
      for (PeerGateway gateway : gateways) {
        renewed += taken(gateway, before.getOrDefault(gateway, 0)).isPresent() ? 1 : 0;
      }
      download.hurry();
      Download.End end = download.end(TO_THE_END_S);
      boolean complete =
          end instanceof Download.End.Complete(byte[] answer)
              && Download.carries(answer, WebService.catalogue());
      return new Outcome(
          flowing && renewed == gateways.size() && complete,
          renewed
              + " of "
              + gateways.size()
              + " gateways show new certificates; the download "
              + (complete ? "is complete, each byte right" : shown(end)),
          cast.edge().logged(before.getOrDefault(cast.edge(), 0), LiveSessionScenes::isTaken));
    }
  }

  private static Optional<String> taken(PeerGateway gateway, int before)
      throws InterruptedException {
    return Patience.await(() -> gateway.logged(before, LiveSessionScenes::isTaken));
  }

  private static boolean isTaken(String line) {
    return line.contains("certificates taken");
  }

  Outcome closedForStocktaking() throws InterruptedException {
    int before = cast.edge().logged();
    try (var download = new Download(cast.imported(), WebService.LARGE_FILE)) {
      boolean flowing = flows(download);
      long deniedNs = System.nanoTime();
      cast.stage().write("edge/closed.yaml", Manifests.closedForStocktaking());
      Download.End end = download.end(BREAK_S);
      Duration took = Duration.ofNanos(System.nanoTime() - deniedNs);
      Client.Answer next = cast.client().ask();
      Optional<String> log =
          Patience.await(() ->
              cast.edge()
                  .logged(
                      before,
                      line -> line.contains("revoked") && line.contains("closed-for-stocktaking")));
      return new Outcome(
          flowing && end instanceof Download.End.Broken && !next.answered() && log.isPresent(),
          "the download "
              + shown(end)
              + " after "
              + Narrator.seconds(took)
              + "; then "
              + PolicyScenes.seen(next),
          log);
    }
  }

  private static boolean flows(Download download) throws InterruptedException {
    return Patience.await(() -> Optional.of(true).filter(_ -> download.received() >= FLOWING))
        .isPresent();
  }

  private static String shown(Download.End end) {
    return switch (end) {
      case Download.End.Complete(byte[] answer) -> "ended, with " + answer.length + " bytes";
      case Download.End.Broken(String how) -> "broke (" + how + ")";
      case Download.End.None() -> "goes on";
    };
  }
}
