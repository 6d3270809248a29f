package net.clusterlink.cli.demo;

import java.util.List;

/** What there is to try while the demonstration is kept running. */
record Invitation(Client client, PeerGateway east, PeerGateway west) {

  List<String> lines() {
    return List.of(
        "",
        "It is kept running. Try:",
        "  " + client.shown(),
        "  tail -f " + east.process().log().path() + " " + west.process().log().path(),
        "  curl http://" + east.admin() + "/metrics",
        "  $EDITOR " + west.config().resolve("policy.yaml") + "   # and mend it",
        "  clusterlink validate " + west.config(),
        "The manifests are in " + east.config() + " and " + west.config() + ".",
        "Ctrl-C, or `kill " + ProcessHandle.current().pid() + "`, ends it and removes all of it.");
  }
}
