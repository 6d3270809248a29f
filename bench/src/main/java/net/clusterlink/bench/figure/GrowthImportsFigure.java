package net.clusterlink.bench.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Descriptors;
import net.clusterlink.bench.process.Garbage;
import net.clusterlink.bench.process.Pause;
import net.clusterlink.bench.process.Ports;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.process.Usage;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Gateway;
import net.clusterlink.bench.rival.Manifests;
import net.clusterlink.bench.rival.Service;

/**
 * What an import takes of its gateway's memory, how many sockets listen with one thread and with
 * two, how long a gateway with all of them takes to be ready, and what a new session costs beside
 * them.
 *
 * <p>Memory is held against the same gateway while it had one import, after as much load as it
 * takes to compile it and to touch its heap, and after some imports have come and gone. Starts are
 * those of a second gateway with the same imports and two threads, which listens on an address of
 * its own.
 *
 * @param time how long a load of sessions lasts
 * @param warmUp how long gateways are loaded before the imports come
 */
public record GrowthImportsFigure(Field field, Lanes lanes, Duration time, Duration warmUp)
    implements Figure<Size> {
  private static final String UNIT = "import";
  private static final int A_FILE = 500;
  private static final int SOME = 100;
  private static final int REHEARSALS = 3;
  private static final String OTHER_ADDRESS = "127.0.77.1";
  private static final String ENTRY = Service.WEB.label();
  private static final Duration CALM = Duration.ofSeconds(2);

  private static final double KILO = 1e3;
  private static final double SECONDS = 1e9;

  @Override
  public String name() {
    return "growth-imports";
  }

  @Override
  public List<Reading> readings() {
    return List.of(
        Reading.lower(name(), "kB each"),
        Reading.lower(name() + "-threads-1", "sockets"),
        Reading.lower(name() + "-threads-2", "sockets"),
        Reading.lower(name() + "-start", "s"),
        Reading.lower(name() + "-session", "µs each"));
  }

  @Override
  public List<Size> variants() {
    return Stream.of(1, 100, 1_000, 10_000).map(imports -> new Size(imports, UNIT)).toList();
  }

  @Override
  public int warmUps(Size imports) {
    return 0;
  }

  @Override
  public Contestant enter(Size imports) {
    Descriptors.require(imports.count(), imports.label());
    Path folder = field.folder(name());
    try (Started started = new Started()) {
      Gateway east = started.add(east(folder.resolve("east")));
      List<Integer> ports = Ports.belowClients(imports.count());
      Path config = first(folder.resolve("west"), east.port(), ports.getFirst());
      Gateway west =
          started.add(Gateway.start(field.clusterlink(), field.certificates().west(), config, 1));
      west.process().listening(ports.getFirst());
      Beside beside = started.add(new Beside(imports, config, ports, west, east, started.keep()));
      beside.warmUp();
      beside.rehearse();
      beside.grow();
      started.keep();
      return beside;
    }
  }

  private Gateway east(Path config) {
    Manifests offered = new Manifests();
    offered.export(ENTRY, lanes.services().getOrDefault(Service.WEB, 0));
    offered.allowClients();
    return Gateway.start(
        field.clusterlink(), field.certificates().east(), offered.write(config), 1);
  }

  private static Path first(Path config, int east, int entry) {
    Manifests own = new Manifests();
    own.peer("east", east);
    own.imported(ENTRY, entry);
    own.client();
    own.allowClients();
    return own.write(config);
  }

  private final class Beside implements Contestant {
    private final Size imports;
    private final Path config;
    private final List<Integer> ports;
    private final Gateway west;
    private final Gateway east;
    private final Started started;

    /** What the imports brought, for the first round that asks. */
    private Iterator<Double> kilobytesEach = Collections.emptyIterator();

    Beside(
        Size imports,
        Path config,
        List<Integer> ports,
        Gateway west,
        Gateway east,
        Started started) {
      this.imports = imports;
      this.config = config;
      this.ports = ports;
      this.west = west;
      this.east = east;
      this.started = started;
    }

    void warmUp() {
      SessionsLoad.warmUp(gateways(), ports.getFirst(), warmUp);
    }

    private List<ProcessHandle> gateways() {
      return List.of(west.process().handle(), east.process().handle());
    }

    /** Lets some imports come and go, so that all that takes them in is loaded and compiled. */
    void rehearse() {
      int some = Math.min(SOME, imports.count());
      for (int i = 0; i < REHEARSALS; i++) {
        Path file = add(1, some);
        west.awaitImports(some);
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new BenchException("cannot remove imports: " + e.getMessage(), e);
        }
        west.awaitImports(1);
      }
    }

    /** Adds the imports but the first, which is there. */
    void grow() {
      long before = resident();
      for (int first = 1; first < imports.count(); first += A_FILE) {
        add(first, Math.min(imports.count(), first + A_FILE));
      }
      west.awaitImports(imports.count());
      if (imports.showsShares()) {
        double each = (resident() - before) / KILO / (imports.count() - 1);
        kilobytesEach = List.of(each).iterator();
      }
    }

    private Path add(int first, int end) {
      Manifests more = new Manifests();
      for (int i = first; i < end; i++) {
        more.imported("import-" + i, ports.get(i));
      }
      return more.writeAs(config.resolve("imports-%d.yaml".formatted(first)));
    }

    private long resident() {
      List<ProcessHandle> gateway = List.of(west.process().handle());
      Garbage.collect(gateway);
      Pause.of(CALM);
      return Usage.residentBytes(gateway);
    }

    @Override
    public Map<String, Double> round() {
      Map<String, Double> values = new HashMap<>(start());
      values.put(name() + "-threads-1", (double) west.listeningSockets());
      values.put(
          name() + "-session", SessionsLoad.run(gateways(), ports.getFirst(), time).cpuMicros());
      if (kilobytesEach.hasNext()) {
        values.put(name(), kilobytesEach.next());
      }
      return values;
    }

    private Map<String, Double> start() {
      long start = System.nanoTime();
      try (Gateway other =
          Gateway.start(
              field.clusterlink(),
              field.certificates().west(),
              config,
              2,
              List.of("--import-address", OTHER_ADDRESS))) {
        return Map.of(
            name() + "-start",
            (System.nanoTime() - start) / SECONDS,
            name() + "-threads-2",
            (double) other.listeningSockets());
      }
    }

    @Override
    public void close() {
      started.close();
    }
  }
}
