package net.clusterlink.bench.rival;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Running;

/** The services behind all variants: iperf3, and nginx with an answer of 200 bytes. */
public final class Origins implements AutoCloseable {
  private static final String ANSWER = "0123456789".repeat(20);

  private final Running bulk;
  private final Running web;
  private final Map<Service, Integer> ports;

  private Origins(Running bulk, Running web, Map<Service, Integer> ports) {
    this.bulk = bulk;
    this.web = web;
    this.ports = ports;
  }

  /** Starts them. */
  public static Origins start(Path folder) {
    int bulkPort = Ports.free();
    int webPort = Ports.free();
    Running bulk =
        Running.start(
                "iperf3",
                folder.resolve("iperf3.log"),
                List.of("iperf3", "--server", "--port", Integer.toString(bulkPort)))
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
    Running web =
        Running.start(
                "the web service",
                folder.resolve("web.log"),
                Rival.NGINX.command(Path.of("nginx"), configuration, 1))
            .listening(webPort);
    return new Origins(bulk, web, Map.of(Service.BULK, bulkPort, Service.WEB, webPort));
  }

  /** Where they listen. */
  public Map<Service, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    bulk.close();
    web.close();
  }
}
