package net.clusterlink.admin.check;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Peer;
import net.clusterlink.dataplane.GatewayProbe;
import net.clusterlink.dataplane.GatewayReport;
import net.clusterlink.dataplane.GatewayReport.Attempt;
import net.clusterlink.dataplane.GatewayReport.Outcome;
import net.clusterlink.dataplane.GatewayReport.Resolution;
import net.clusterlink.dataplane.TunnelRefusal;

/**
 * Whether a peer's gateways can be reached, and are that peer's: name, TCP, TLS, identity and round
 * trip of each. One that cannot be is a warning only, as long as another of the peer's can and
 * nobody else stands in its place.
 */
final class PeerCheck implements Check {
  private static final Duration CERTIFICATE_NOTICE = Duration.ofDays(30);

  private final Peer peer;
  private final GatewayProbe probe;
  private final Clock clock;

  PeerCheck(Peer peer, GatewayProbe probe, Clock clock) {
    this.peer = peer;
    this.probe = probe;
    this.clock = clock;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.PEERS;
  }

  @Override
  public String subject() {
    return name();
  }

  private String name() {
    return peer.name().name();
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    List<CompletableFuture<GatewayReport>> probes =
        peer.gateways().stream().map(gateway -> probe.probe(name(), gateway)).toList();
    List<GatewayReport> reports = new ArrayList<>();
    for (CompletableFuture<GatewayReport> each : probes) {
      try {
        reports.add(each.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a probe of peer " + name(), e);
      }
    }
    boolean reachable = reports.stream().anyMatch(GatewayReport::reached);
    List<Finding> findings = new ArrayList<>();
    for (GatewayReport report : reports) {
      findings.addAll(findings(report, reachable));
    }
    return findings;
  }

  private List<Finding> findings(GatewayReport report, boolean peerReachable) {
    String subject = name() + " at " + report.gateway();
    return switch (report.resolution()) {
      case Resolution.Failed(var detail) ->
          List.of(
              bad(
                  peerReachable,
                  subject,
                  "DNS: " + detail,
                  "correct the host in Peer "
                      + name()
                      + ", or the name's record; `getent hosts "
                      + report.gateway().host()
                      + "` shows what this host knows"));
      case Resolution.Literal() -> attempts(report, subject, "", peerReachable);
      case Resolution.Found(var addresses, var took) ->
          attempts(
              report,
              subject,
              "DNS "
                  + shown(took)
                  + " "
                  + addresses.stream()
                      .map(address -> address.getHostAddress())
                      .collect(Collectors.joining(" "))
                  + ", ",
              peerReachable);
    };
  }

  private List<Finding> attempts(
      GatewayReport report, String subject, String dns, boolean peerReachable) {
    List<Finding> findings = new ArrayList<>();
    for (Attempt attempt : report.attempts()) {
      String where =
          report.resolution() instanceof Resolution.Literal
              ? ""
              : new HostPort(
                      attempt.address().getAddress().getHostAddress(), attempt.address().getPort())
                  + ": ";
      switch (attempt.outcome()) {
        case Outcome.Answered answered -> findings.add(answered(subject, dns, answered));
        case Outcome.NotConnected(var detail) ->
            findings.add(
                bad(
                    report.reached() || peerReachable,
                    subject,
                    dns + where + "TCP: " + detail,
                    unconnected(report.gateway(), detail)));
        case Outcome.NoTunnel refused -> {
          findings.add(
              bad(
                  (report.reached() || peerReachable) && !isIdentity(refused.reason()),
                  subject,
                  dns + where + "TCP " + shown(refused.connect()) + ", " + stage(refused),
                  remedy(refused)));
          if (isOfTime(refused)) {
            findings.add(clockHint(subject));
          }
        }
      }
    }
    return findings;
  }

  private Finding answered(String subject, String dns, Outcome.Answered answered) {
    String seen =
        dns
            + "TCP "
            + shown(answered.connect())
            + ", TLS "
            + shown(answered.handshake())
            + ", identity "
            + name()
            + ", round trip "
            + shown(answered.roundTrip());
    Duration left = Duration.between(clock.instant(), answered.certificateExpiry());
    return left.compareTo(CERTIFICATE_NOTICE) < 0
        ? Finding.warning(
            group(),
            subject,
            seen
                + "; its certificate expires on "
                + LocalDate.ofInstant(answered.certificateExpiry(), ZoneOffset.UTC),
            "whoever runs " + name() + " should rotate its certificate before that day")
        : Finding.ok(group(), subject, seen);
  }

  private Finding bad(boolean othersWork, String subject, String seen, String remedy) {
    return othersWork
        ? Finding.warning(
            group(), subject, seen + " (" + name() + " is reached another way)", remedy)
        : Finding.failure(group(), subject, seen, remedy);
  }

  private static String stage(Outcome.NoTunnel refused) {
    boolean certificate =
        isIdentity(refused.reason()) && refused.reason() != TunnelRefusal.REFUSED_BY_PEER;
    return (certificate ? "identity: " : "TLS: ") + refused.detail();
  }

  private static boolean isIdentity(TunnelRefusal reason) {
    return switch (reason) {
      case CERTIFICATE_NAME,
          CERTIFICATE_UNTRUSTED,
          CERTIFICATE_NOT_CURRENT,
          CERTIFICATE_REVOKED,
          CERTIFICATE_USAGE,
          NO_CERTIFICATE,
          REFUSED_BY_PEER ->
          true;
      case TLS, TIMEOUT, WRONG_PROTOCOL, OVERLOADED, UNREACHABLE -> false;
    };
  }

  private static boolean isOfTime(Outcome.NoTunnel refused) {
    return refused.reason() == TunnelRefusal.CERTIFICATE_NOT_CURRENT
        || (refused.reason() == TunnelRefusal.REFUSED_BY_PEER
            && refused.detail().contains("certificate_expired"));
  }

  private static Finding clockHint(String subject) {
    return Finding.warning(
        Finding.Group.CLOCK,
        subject,
        "one side holds the other's certificate for expired, or not valid yet",
        "if the certificate is valid, one of the two clocks is wrong: " + ClockCheck.REMEDY);
  }

  private String unconnected(HostPort gateway, String detail) {
    if (detail.contains("refused")) {
      return "nothing listens there: start the gateway of "
          + name()
          + ", or correct the address in Peer "
          + name()
          + "; it listens where its --listen says";
    }
    return "see that a firewall lets TCP through from here to "
        + gateway
        + ", and that the address is right; `nc -vz "
        + gateway.host()
        + " "
        + gateway.port()
        + "` tries the same";
  }

  private String remedy(Outcome.NoTunnel refused) {
    return switch (refused.reason()) {
      case CERTIFICATE_NAME ->
          "correct the address in Peer "
              + name()
              + ", or the name of the Peer: it must be the one in the certificate of the gateway"
              + " there";
      case CERTIFICATE_UNTRUSTED, NO_CERTIFICATE ->
          "the gateway there is not of this fabric: correct the address in Peer "
              + name()
              + ", or have its certificate issued by this fabric; both ca.pem must hold the"
              + " authority of both";
      case CERTIFICATE_NOT_CURRENT ->
          "whoever runs "
              + name()
              + " must issue its certificate anew (`clusterlink create peer-cert --renew`), unless a clock"
              + " is wrong";
      case CERTIFICATE_REVOKED ->
          "whoever runs "
              + name()
              + " must get another certificate (`clusterlink create peer-cert --renew`): the one"
              + " there is on this fabric's revocation list";
      case CERTIFICATE_USAGE ->
          "whoever runs " + name() + " must issue its certificate anew, for servers and clients";
      case REFUSED_BY_PEER ->
          refused.detail().contains("certificate_revoked")
              ? "issue this gateway another certificate (`clusterlink create peer-cert --renew`): the"
                  + " one it has is on the other side's revocation list"
              : "the log of the gateway there says why, in a line `tunnel refused`; most often ca.pem or"
                  + " crl.pem of the two sides do not fit together";
      case TIMEOUT ->
          "something takes connections there and does not answer: a gateway that is stopped or"
              + " overloaded, or a load balancer without a gateway behind it";
      case TLS, WRONG_PROTOCOL ->
          "what listens there is no ClusterLink gateway, or something between breaks TLS open:"
              + " correct the address in Peer "
              + name()
              + ", and let TLS pass through as it is";
      case OVERLOADED, UNREACHABLE -> "try again later";
    };
  }

  static String shown(Duration time) {
    double ms = time.toNanos() / 1e6;
    return String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms);
  }
}
