package net.clusterlink.admin.check;

import java.util.List;
import java.util.concurrent.ExecutionException;
import net.clusterlink.dataplane.GatewayProbe;
import net.clusterlink.dataplane.GatewayReport;
import net.clusterlink.dataplane.GatewayReport.Outcome;

/** Whether this peer's own gateway is what answers where others are to reach it. */
final class OwnListenerCheck implements Check {
  private final String peer;
  private final LocalPort port;
  private final GatewayProbe probe;

  OwnListenerCheck(String peer, LocalPort port, GatewayProbe probe) {
    this.peer = peer;
    this.port = port;
    this.probe = probe;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.PORTS;
  }

  @Override
  public String subject() {
    return port + " for peers";
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    try {
      GatewayReport report = probe.probe(peer, port.dialed()).get();
      return report.attempts().stream().map(attempt -> finding(attempt.outcome())).toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe of " + port, e);
    }
  }

  private Finding finding(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered _ -> Finding.ok(group(), subject(), "answers as " + peer);
      case Outcome.NotConnected(var detail) ->
          Finding.failure(
              group(),
              subject(),
              detail + ": the gateway does not listen there",
              "give check the --listen that the gateway runs with, or start it with this one");
      case Outcome.NoTunnel refused ->
          Finding.failure(
              group(),
              subject(),
              "what listens there is not this gateway: " + refused.detail(),
              "`ss -ltnp 'sport = :"
                  + port.port()
                  + "'` names it; give check the --certs and --listen that the gateway runs with");
    };
  }
}
