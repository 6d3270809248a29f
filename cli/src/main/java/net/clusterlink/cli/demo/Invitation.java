package net.clusterlink.cli.demo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is to try while the demonstration is kept running. */
record Invitation(Cast cast) {

  List<String> lines() {
    String admin = " --admin http://" + cast.edge().admin();
    return List.of(
        "",
        "It is kept running. Try:",
        "  " + cast.client().shown(),
        "  clusterlink get peers" + admin,
        "  clusterlink explain --import default/stock --from 127.0.0.1" + admin,
        "  tail -f " + logs(),
        "  $EDITOR " + cast.west().config().resolve("policy.yaml") + "   # and mend it",
        "  clusterlink validate " + cast.west().config(),
        "The manifests are in the folders east, west and edge of " + cast.stage().directory() + ".",
        "Ctrl-C, or `kill " + ProcessHandle.current().pid() + "`, ends it and removes all of it.");
  }

  private String logs() {
    return Stream.of(cast.east(), cast.west(), cast.edge())
        .map(gateway -> gateway.process().log().path().toString())
        .collect(Collectors.joining(" "));
  }
}
