package net.clusterlink.bench.rival;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Started;

/**
 * Two gateways of ClusterLink as users run them: the client is a workload, policies on both sides
 * select on its label and on the export's, metrics and the session log are on.
 */
final class ClusterLinkHops implements Hops {
  private final Map<Service, Integer> entries;
  private final Gateway east;
  private final Gateway west;
  private final Started started;

  private ClusterLinkHops(
      Map<Service, Integer> entries, Gateway east, Gateway west, Started started) {
    this.entries = entries;
    this.east = east;
    this.west = west;
    this.started = started;
  }

  static ClusterLinkHops start(Path clusterlink, Certificates certificates, Path folder, Way way) {
    Map<Service, Integer> entries = new EnumMap<>(Service.class);
    way.services().keySet().forEach(service -> entries.put(service, Ports.free()));
    Manifests eastManifests = new Manifests();
    Manifests westManifests = new Manifests();
    way.services()
        .forEach((service, port) -> {
          eastManifests.export(service.label(), port);
          westManifests.imported(service.label(), entries.getOrDefault(service, 0));
        });
    eastManifests.allowClients();
    westManifests.allowClients();
    westManifests.client();
    try (Started started = new Started()) {
      Gateway east =
          started.add(
              Gateway.start(
                  clusterlink,
                  certificates.east(),
                  eastManifests.write(folder.resolve("east")),
                  way.workers()));
      westManifests.peer(Certificates.EAST, way.link().applyAsInt(east.port()));
      Gateway west =
          started.add(
              Gateway.start(
                  clusterlink,
                  certificates.west(),
                  westManifests.write(folder.resolve("west")),
                  way.workers()));
      entries.values().forEach(west.process()::listening);
      return new ClusterLinkHops(entries, east, west, started.keep());
    }
  }

  @Override
  public int entry(Service service) {
    return entries.getOrDefault(service, 0);
  }

  @Override
  public List<ProcessHandle> gateways() {
    return List.of(west.process().handle(), east.process().handle());
  }

  @Override
  public long lostLogLines() {
    return west.lostLogLines() + east.lostLogLines();
  }

  @Override
  public void close() {
    started.close();
  }
}
