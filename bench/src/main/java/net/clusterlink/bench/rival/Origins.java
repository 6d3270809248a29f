package net.clusterlink.bench.rival;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Program;
import net.clusterlink.bench.process.Resource;
import net.clusterlink.bench.process.Running;
import net.clusterlink.bench.process.Started;

/** The services behind all variants: iperf3, and nginx with an answer of 200 bytes. */
public final class Origins implements Resource {
  private static final String ANSWER = "0123456789".repeat(20);

  private final Started started;
  private final Map<Service, Integer> ports;

  private Origins(Started started, Map<Service, Integer> ports) {
    this.started = started;
    this.ports = ports;
  }

  /**
   * Starts them.
   *
   * @throws net.clusterlink.bench.BenchException when one of them is not installed or does not run
   */
  public static Origins start(Path folder) {
    Path iperf = Program.require("iperf3");
    Path nginx = Program.require("nginx");
    int bulkPort = Ports.free();
    int webPort = Ports.free();
    try (Started started = new Started()) {
      started
          .add(
              Running.start(
                  "iperf3",
                  folder.resolve("iperf3.log"),
                  List.of(iperf.toString(), "--server", "--port", Integer.toString(bulkPort))))
          .listening(bulkPort);
      Path configuration =
          Template.read("origin.conf")
              .write(
                  folder,
                  Map.of(
                      "folder",
                      folder.toString(),
                      "web.service",
                      Integer.toString(webPort),
                      "answer",
                      ANSWER));
      started
          .add(
              Running.start(
                  "the web service",
                  folder.resolve("web.log"),
                  Rival.NGINX.command(nginx, configuration, 1)))
          .listening(webPort);
      return new Origins(started.keep(), Map.of(Service.BULK, bulkPort, Service.WEB, webPort));
    }
  }

  /** Where they listen. */
  public Map<Service, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    started.close();
  }
}
