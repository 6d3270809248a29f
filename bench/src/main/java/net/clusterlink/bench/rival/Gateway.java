package net.clusterlink.bench.rival;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Running;

/**
 * A gateway of ClusterLink, started with its launcher.
 *
 * @param port where peers reach it
 * @param admin the port of its admin server
 */
public record Gateway(Running process, int port, int admin) implements AutoCloseable {

  /** Starts one and waits until it is ready. */
  public static Gateway start(Path clusterlink, Path certs, Path config, int workers) {
    return start(clusterlink, certs, config, workers, List.of());
  }

  /** Starts one with further options and waits until it is ready. */
  public static Gateway start(
      Path clusterlink, Path certs, Path config, int workers, List<String> options) {
    Gateway launched = launch(clusterlink, certs, config, workers, options);
    launched.process.awaiting("ready", launched::isReady);
    return launched;
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
        Running.start("gateway of " + config.getFileName(), log, command), port, admin);
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    try {
      HttpURLConnection asked =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:%d/readyz".formatted(admin)).toURL().openConnection();
      try {
        return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        asked.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
