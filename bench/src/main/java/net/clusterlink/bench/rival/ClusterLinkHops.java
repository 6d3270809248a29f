package net.clusterlink.bench.rival;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.process.Ports;

/**
 * Two gateways of ClusterLink as users run them: the client is a workload, policies on both sides
 * select on its label and on the export's, metrics and the session log are on.
 */
final class ClusterLinkHops implements Hops {
  private final Map<Service, Integer> entries;
  private final Gateway east;
  private final Gateway west;

  private ClusterLinkHops(Map<Service, Integer> entries, Gateway east, Gateway west) {
    this.entries = entries;
    this.east = east;
    this.west = west;
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
    Gateway east =
        Gateway.start(
            clusterlink,
            certificates.east(),
            eastManifests.write(folder.resolve("east")),
            way.workers());
    westManifests.peer(Certificates.EAST, way.link().applyAsInt(east.port()));
    Gateway west =
        Gateway.start(
            clusterlink,
            certificates.west(),
            westManifests.write(folder.resolve("west")),
            way.workers());
    entries.values().forEach(west.process()::listening);
    return new ClusterLinkHops(entries, east, west);
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
  public void close() {
    west.close();
    east.close();
  }
}
