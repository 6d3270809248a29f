package net.clusterlink.bench.rival;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Resource;
import net.clusterlink.bench.process.Running;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.process.Usage;

/**
 * A gateway of ClusterLink, started with its launcher.
 *
 * @param port where peers reach it
 * @param admin its admin server
 */
public record Gateway(Running process, int port, AdminServer admin) implements Resource {
  /** The ports for peers and for the admin server. */
  private static final int OWN_SOCKETS = 2;

  private static final String LOST_LOG_LINES = "clusterlink_log_lines_dropped_total";

  /** Starts one and waits until it is ready. */
  public static Gateway start(Path clusterlink, Path certs, Path config, int workers) {
    return start(clusterlink, certs, config, workers, List.of());
  }

  /** Starts one with further options and waits until it is ready. */
  public static Gateway start(
      Path clusterlink, Path certs, Path config, int workers, List<String> options) {
    try (Started started = new Started()) {
      Gateway launched = started.add(launch(clusterlink, certs, config, workers, options));
      launched.process.awaiting("ready", launched::isReady);
      started.keep();
      return launched;
    }
  }

  /** Starts one and waits for nothing. */
  public static Gateway launch(
      Path clusterlink, Path certs, Path config, int workers, List<String> options) {
    int port = Ports.free();
    int admin = Ports.free();
    List<String> command =
        new ArrayList<>(
            List.of(
                clusterlink.toString(),
                "gateway",
                "--certs",
                certs.toString(),
                "--config",
                config.toString(),
                "--listen",
                "127.0.0.1:" + port,
                "--admin",
                "127.0.0.1:" + admin,
                "--drain-timeout",
                "1s",
                "--threads",
                Integer.toString(workers)));
    command.addAll(options);
    Path log = config.resolveSibling("%s-%d.log".formatted(config.getFileName(), port));
    return new Gateway(
        Running.start("gateway of " + config.getFileName(), log, command),
        port,
        new AdminServer(admin));
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    return admin.isReady();
  }

  /** How many of its sockets listen. */
  public int listeningSockets() {
    return Usage.listeningSockets(List.of(process.handle()));
  }

  /** Waits until it listens for so many imports. */
  public void awaitImports(int count) {
    process.awaiting(
        "listening for %d imports".formatted(count),
        () -> listeningSockets() == count + OWN_SOCKETS);
  }

  /** How many lines of its log it has dropped. */
  long lostLogLines() {
    return admin.count(LOST_LOG_LINES);
  }

  @Override
  public void close() {
    process.close();
  }
}
