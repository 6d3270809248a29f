package net.clusterlink.bench.rival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Running;
import net.clusterlink.bench.process.Started;

/** Two processes of another program. */
final class RivalHops implements Hops {
  static final String INGRESS = "ingress";
  static final String EGRESS = "egress";

  private final Map<Service, Integer> entries;
  private final Running ingress;
  private final Running egress;
  private final Started started;

  private RivalHops(
      Map<Service, Integer> entries, Running ingress, Running egress, Started started) {
    this.entries = entries;
    this.ingress = ingress;
    this.egress = egress;
    this.started = started;
  }

  static RivalHops start(
      Rival rival, Variant variant, Path program, Certificates certificates, Path parent, Way way) {
    Map<Service, Integer> entries = new EnumMap<>(Service.class);
    Map<String, String> values = new HashMap<>();
    values.put("workers", Integer.toString(way.workers()));
    List<Integer> hops = new ArrayList<>();
    way.services()
        .forEach((service, port) -> {
          int entry = Ports.free();
          int hop = Ports.free();
          hops.add(hop);
          entries.put(service, entry);
          values.put(service.label() + ".entry", Integer.toString(entry));
          values.put(service.label() + ".hop", Integer.toString(hop));
          values.put(service.label() + ".link", Integer.toString(way.link().applyAsInt(hop)));
          values.put(service.label() + ".service", Integer.toString(port));
        });
    try (Started started = new Started()) {
      Running ingress =
          started.add(
              hop(
                  rival,
                  variant,
                  program,
                  INGRESS,
                  parent,
                  peerValues(values, certificates, Certificates.EAST),
                  way.workers()));
      hops.forEach(ingress::listening);
      Running egress =
          started.add(
              hop(
                  rival,
                  variant,
                  program,
                  EGRESS,
                  parent,
                  peerValues(values, certificates, Certificates.WEST),
                  way.workers()));
      entries.values().forEach(egress::listening);
      return new RivalHops(entries, ingress, egress, started.keep());
    }
  }

  private static Map<String, String> peerValues(
      Map<String, String> values, Certificates certificates, String peer) {
    Map<String, String> all = new HashMap<>(values);
    all.put("ca", certificates.ca(peer).toString());
    all.put("cert", certificates.cert(peer).toString());
    all.put("key", certificates.key(peer).toString());
    all.put("pem", certificates.pem(peer).toString());
    return all;
  }

  private static Running hop(
      Rival rival,
      Variant variant,
      Path program,
      String hop,
      Path parent,
      Map<String, String> values,
      int workers) {
    try {
      Path folder = Files.createDirectories(parent.resolve(hop));
      Map<String, String> all = new HashMap<>(values);
      all.put("folder", folder.toString());
      Path configuration = Template.read(rival.file(variant, hop)).write(folder, all);
      return Running.start(
          variant.label() + " " + hop,
          folder.resolve("output.log"),
          rival.command(program, configuration, workers));
    } catch (IOException e) {
      throw new BenchException("cannot make a folder: " + e.getMessage(), e);
    }
  }

  @Override
  public int entry(Service service) {
    return entries.getOrDefault(service, 0);
  }

  @Override
  public List<ProcessHandle> gateways() {
    return List.of(egress.handle(), ingress.handle());
  }

  @Override
  public void close() {
    started.close();
  }
}
