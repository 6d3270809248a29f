package net.clusterlink.bench.figure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.load.Echo;
import net.clusterlink.bench.process.Descriptors;
import net.clusterlink.bench.process.Pause;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.process.Usage;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Gateway;
import net.clusterlink.bench.rival.Manifests;
import net.clusterlink.bench.rival.Variant;

/**
 * From a policy's being renamed into place to the first new session that sees it, in a gateway with
 * very many peers and imports; and the processor time that one change costs the gateway.
 */
public record ChangeFigure(Field field) implements Figure<Variant> {
  private static final int PEERS = 1_000;
  private static final int IMPORTS = 10_000;
  private static final int A_FILE = 500;

  /** Imports that are only there listen on an address of their own, so that ports suffice. */
  private static final int FIRST_PORT = 20_000;

  /** Until a change is seen, which takes a fraction of a second. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final double MILLIS = 1e6;

  @Override
  public String name() {
    return "change";
  }

  @Override
  public List<Reading> readings() {
    return List.of(Reading.lower(name(), "ms"), Reading.lower(name() + "-cpu", "ms each"));
  }

  @Override
  public List<Variant> variants() {
    return List.of(Variant.CLUSTERLINK);
  }

  @Override
  public int warmUps(Variant variant) {
    return 5;
  }

  @Override
  public Contestant enter(Variant variant) {
    Descriptors.require(IMPORTS, "%d imports".formatted(IMPORTS));
    Path folder = field.folder("change");
    try (Started started = new Started()) {
      Echo echo = started.add(Echo.start());
      Manifests offered = new Manifests();
      offered.export("web", echo.port());
      offered.allowClients();
      Gateway east =
          started.add(
              Gateway.start(
                  field.clusterlink(),
                  field.certificates().east(),
                  offered.write(folder.resolve("east")),
                  1));
      int entry = FIRST_PORT + IMPORTS;
      Path config = many(folder.resolve("west"), east.port(), entry);
      Gateway west =
          started.add(
              Gateway.start(
                  field.clusterlink(),
                  field.certificates().west(),
                  config,
                  1,
                  List.of("--import-address", ADDRESS.getHostAddress())));
      west.awaitImports(IMPORTS + 1);
      return new Changed(config, west, entry, started.keep());
    }
  }

  private static final InetAddress ADDRESS = address();

  private static InetAddress address() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 77, 1});
    } catch (IOException e) {
      throw new BenchException("no such address", e);
    }
  }

  private static Path many(Path folder, int east, int entry) {
    Manifests own = new Manifests();
    own.peer("east", east);
    own.imported("web", entry);
    own.client();
    own.write(folder);
    int nobody = Ports.free();
    for (int first = 0; first < PEERS; first += A_FILE) {
      Manifests peers = new Manifests();
      for (int i = first; i < first + A_FILE; i++) {
        peers.peer("peer-" + i, nobody);
      }
      peers.writeAs(folder.resolve("peers-%d.yaml".formatted(first)));
    }
    for (int first = 0; first < IMPORTS; first += A_FILE) {
      Manifests imports = new Manifests();
      for (int i = first; i < first + A_FILE; i++) {
        imports.imported("import-" + i, FIRST_PORT + i);
      }
      imports.writeAs(folder.resolve("imports-%d.yaml".formatted(first)));
    }
    return folder;
  }

  private final class Changed implements Contestant {
    private final Path config;
    private final Gateway west;
    private final int entry;
    private final Started started;

    Changed(Path config, Gateway west, int entry, Started started) {
      this.config = config;
      this.west = west;
      this.entry = entry;
      this.started = started;
    }

    @Override
    public Map<String, Double> round() {
      List<ProcessHandle> gateway = List.of(west.process().handle());
      put(false);
      awaitAnswer(false);
      double before = Usage.cpuSeconds(gateway);
      long start = System.nanoTime();
      put(true);
      awaitAnswer(true);
      double millis = (System.nanoTime() - start) / MILLIS;
      double cpu = (Usage.cpuSeconds(gateway) - before) * 1e3;
      return Map.of(name(), millis, name() + "-cpu", cpu);
    }

    private void put(boolean allowed) {
      Manifests policy = new Manifests();
      policy.allowClients(allowed);
      Path draft = policy.writeAs(config.resolveSibling("policy.yaml"));
      try {
        Files.move(draft, config.resolve("policy.yaml"), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new BenchException("cannot change the policy: " + e.getMessage(), e);
      }
    }

    private void awaitAnswer(boolean allowed) {
      long start = System.nanoTime();
      while (answers() != allowed) {
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          throw new BenchException(
              "the gateway on %s did not take up a policy that %s within %d s; look at what it logs when a policy changes"
                  .formatted(place(), allowed ? "allows" : "denies", LIMIT.toSeconds()));
        }
        Pause.aMoment();
      }
    }

    private boolean answers() {
      try (Socket client = new Socket(ADDRESS, entry, InetAddress.getLoopbackAddress(), 0)) {
        Echo.ask(client);
        return true;
      } catch (SocketTimeoutException silent) {
        throw new BenchException(
            "the gateway on %s neither carried nor refused a session; look at what it logs"
                .formatted(place()),
            silent);
      } catch (IOException refused) {
        return false;
      }
    }

    private String place() {
      return ADDRESS.getHostAddress() + ":" + entry;
    }

    @Override
    public void close() {
      started.close();
    }
  }
}
