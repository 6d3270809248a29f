package net.clusterlink.cli.demo;

import net.clusterlink.fabric.FabricAuthority;

/**
 * Who plays: two peers with a service each, and one with a client.
 *
 * @param imported where edge offers the service of both
 */
record Cast(
    Stage stage,
    FabricAuthority fabric,
    PeerGateway east,
    PeerGateway west,
    PeerGateway edge,
    WebService inEast,
    WebService inWest,
    LoopbackAddress imported,
    Client client) {

  /** What a download asks for. */
  String download() {
    return "slowly, http://" + imported + "/" + WebService.LARGE_FILE;
  }

  /** Whether an answer is that of a service. */
  boolean isRight(Client.Answer answer) {
    return isOf(inEast, answer) || isOf(inWest, answer);
  }

  /** Whether an answer is that of this service. */
  static boolean isOf(WebService service, Client.Answer answer) {
    return answer.answered() && answer.text().equals(service.content());
  }
}
