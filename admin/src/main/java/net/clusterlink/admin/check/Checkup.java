package net.clusterlink.admin.check;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.clusterlink.api.Import;
import net.clusterlink.api.Peer;
import net.clusterlink.api.Resource;
import net.clusterlink.dataplane.GatewayProbe;

/**
 * Looks a gateway over: its certificates, its configuration, its ports and limits, its peers, and
 * the gateway itself if it runs. Everything is looked at side by side and for a limited time.
 * Nothing is changed; no session is opened. May be run again, from any thread that may wait.
 */
public final class Checkup {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int AT_ONCE = 32;

  private final CheckTarget target;
  private final AdminAccess access;
  private final Clock clock;

  /**
   * Of one gateway.
   *
   * @param access the way to its admin server
   * @param clock the time that certificates are judged by
   */
  public Checkup(CheckTarget target, AdminAccess access, Clock clock) {
    this.target = target;
    this.access = access;
    this.clock = clock;
  }

  /** All that was found, in the order in which it is to be shown. */
  public List<Finding> run(Progress progress) throws InterruptedException {
    Facts facts = Facts.gather(target, access, clock);
    return switch (facts.folder()) {
      case Facts.Folder.Usable(var credentials) -> {
        try (var probe = new GatewayProbe(credentials, clock, GatewayProbe.TIMEOUTS)) {
          yield run(facts, Optional.of(new Self(credentials.peer(), probe)), progress);
        }
      }
      case Facts.Folder.Unusable _ -> run(facts, Optional.empty(), progress);
    };
  }

  /** Who looks at others, as long as it can show who it is. */
  private record Self(String peer, GatewayProbe probe) {}

  private List<Finding> run(Facts facts, Optional<Self> self, Progress progress)
      throws InterruptedException {
    List<Check> checks = new ArrayList<>();
    checks.add(new CertificatesCheck(target.certs(), facts.folder(), clock));
    checks.add(new ClockCheck(target.certs(), target.config(), facts.folder(), clock));
    checks.add(new ManifestsCheck(target.config(), facts.manifests()));
    checks.addAll(ports(facts, self));
    checks.add(new DescriptorsCheck(facts.gateway()));
    checks.addAll(peers(facts, self));
    checks.add(new GatewayCheck(target, facts.manifests(), facts.gateway(), clock));
    return new CheckRunner(LIMIT, AT_ONCE).run(checks, progress);
  }

  private List<Check> ports(Facts facts, Optional<Self> self) {
    List<Import> imports = inForce(facts, Import.class);
    List<Check> checks = new ArrayList<>();
    Optional<LocalPort> listen = LocalPort.of(target.listen());
    Optional<LocalPort> admin = LocalPort.of(target.admin());
    Map<String, LocalPort> own = new TreeMap<>();
    listen.ifPresent(port -> own.put("--listen", port));
    admin.ifPresent(port -> own.put("--admin", port));
    checks.add(new PortClaimsCheck(own, imports, target.importAddress()));
    switch (facts.gateway()) {
      case RunningGateway.Absent _ -> {
        listen.ifPresent(
            port -> checks.add(new FreePortCheck("peers", port, "choose another with --listen")));
        admin.ifPresent(
            port -> checks.add(new FreePortCheck("admin", port, "choose another with --admin")));
        for (Import imported : imports) {
          checks.add(
              new FreePortCheck(
                  "import " + imported.name(), port(imported), "set its spec.targetPort"));
        }
      }
      case RunningGateway.Answering answering -> {
        listen.ifPresent(port ->
            self.ifPresent(who -> checks.add(new OwnListenerCheck(who.peer(), port, who.probe()))));
        imports.forEach(
            imported -> checks.add(new HeldImportCheck(imported, port(imported), answering)));
      }
      case RunningGateway.Mute _, RunningGateway.Stranger _ -> {
        // Who holds the ports cannot be told; the gateway's own group says why.
      }
    }
    return checks;
  }

  private LocalPort port(Import imported) {
    return new LocalPort(target.importAddress(), imported.listenPort());
  }

  private List<Check> peers(Facts facts, Optional<Self> self) {
    if (facts.manifests() instanceof Facts.Manifests.Unreadable) {
      return List.of(PeersUnseenCheck.because("the configuration cannot be read"));
    }
    List<Peer> peers = inForce(facts, Peer.class);
    List<Import> imports = inForce(facts, Import.class);
    List<Check> checks = new ArrayList<>();
    checks.add(
        new SourcesCheck(
            imports, peers.stream().map(peer -> peer.name().name()).collect(Collectors.toSet())));
    if (self.isPresent()) {
      GatewayProbe probe = self.get().probe();
      peers.forEach(peer -> checks.add(new PeerCheck(peer, probe, clock)));
    } else if (!peers.isEmpty()) {
      checks.add(PeersUnseenCheck.because("this gateway's certificate cannot be used"));
    }
    if (peers.isEmpty() && imports.isEmpty()) {
      checks.add(PeersUnseenCheck.none());
    }
    return checks;
  }

  private static <R extends Resource> List<R> inForce(Facts facts, Class<R> kind) {
    return switch (facts.manifests()) {
      case Facts.Manifests.Read(var report) ->
          report.inForce().stream().filter(kind::isInstance).map(kind::cast).toList();
      case Facts.Manifests.Unreadable _ -> List.of();
    };
  }
}
