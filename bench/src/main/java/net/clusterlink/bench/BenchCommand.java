package net.clusterlink.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import net.clusterlink.bench.figure.BulkFigure;
import net.clusterlink.bench.figure.ChangeFigure;
import net.clusterlink.bench.figure.Figure;
import net.clusterlink.bench.figure.GrowthImportsFigure;
import net.clusterlink.bench.figure.GrowthThreadsFigure;
import net.clusterlink.bench.figure.GrowthTunnelsFigure;
import net.clusterlink.bench.figure.IdleMemoryFigure;
import net.clusterlink.bench.figure.Lanes;
import net.clusterlink.bench.figure.LatencyFigure;
import net.clusterlink.bench.figure.PolicyFigure;
import net.clusterlink.bench.figure.SessionsFigure;
import net.clusterlink.bench.figure.Setting;
import net.clusterlink.bench.figure.SetupFigure;
import net.clusterlink.bench.figure.StartFigure;
import net.clusterlink.bench.process.Network;
import net.clusterlink.bench.process.TemporaryFolder;
import net.clusterlink.bench.report.CourseTable;
import net.clusterlink.bench.report.GrowthPicture;
import net.clusterlink.bench.report.ResultsFile;
import net.clusterlink.bench.report.Samples;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Variant;
import net.clusterlink.bench.rival.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code clusterlink bench}. */
@Command(
    name = "clusterlink bench",
    header = {"Measures ClusterLink beside other proxies on the same way.", ""},
    description = {
      "",
      "Clients reach services over two hops: the first takes their connections and carries them by",
      "mutual TLS to the second, which carries them to the service. All of it runs on this machine,",
      "in a network of its own where that is permitted, with one worker a hop. Rounds of all variants",
      "alternate; what counts are ratios within a round.",
      ""
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Other proxies and the loads are installed by bench/setup. docs/performance.md says what each",
      "figure means. Exit codes: 0 measured, 1 something could not be measured, 2 wrong usage.",
      "",
      "Examples:",
      "  clusterlink bench --quick",
      "  clusterlink bench --only bulk-8,sessions --rounds 9",
      "  clusterlink bench --only bulk-1 --host-network",
      "  clusterlink bench --growth"
    },
    usageHelpWidth = 100)
final class BenchCommand implements Callable<Integer> {
  private static final int ENOUGH_ROUNDS = 5;
  private static final int QUICK_ROUNDS = 3;
  private static final List<String> QUICK = List.of("bulk-8", "sessions", "latency-64");
  private static final List<String> GROWTH =
      List.of("growth-threads", "growth-tunnels", "growth-imports");

  @Option(
      names = "--quick",
      description =
          "bulk-8, sessions and latency-64 against both HAProxys, in under 90 seconds. Its 3 rounds"
              + " are a look and no verdict. Other figures and variants as --only and --variants"
              + " say.")
  boolean quick;

  @Option(
      names = "--growth",
      description =
          "ClusterLink alone with more and more threads, tunnels and imports, and a picture of what"
              + " each costs; not part of the course.")
  boolean growth;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "FIGURE",
      description = "These figures alone.")
  List<String> only = List.of();

  @Option(
      names = "--variants",
      split = ",",
      paramLabel = "VARIANT",
      description = "These variants alone; clusterlink always.")
  List<String> variants = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many rounds of each figure. Default: 5; 3 with --quick.")
  Optional<Integer> rounds = Optional.empty();

  /** Acted on by the launcher, which is where the network is chosen. */
  @Option(
      names = "--host-network",
      description =
          "Measure in this host's network, with its congestion control, and not in a namespace with"
              + " reno. Figures of the two do not compare.")
  boolean hostNetwork;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Where the raw rounds go, as JSON. Default: bench/target/results.json.")
  Path results;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show how it is used.")
  boolean help;

  @Spec CommandSpec spec = CommandSpec.create();

  private final Path home;

  BenchCommand(Path home) {
    this.home = home;
    this.results = home.resolve("bench/target/results.json");
  }

  @Override
  public Integer call() {
    Samples samples = new Samples();
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      Field field =
          new Field(home.resolve("clusterlink"), home.resolve("bench/.rivals/bin"), folder.path());
      Versions versions = Versions.of(field);
      Network network = Network.here();
      try (Lanes lanes = new Lanes(field)) {
        List<Figure<?>> figures =
            chosen(course(field, lanes, entered(field)), growth(field, lanes));
        // Before anything is measured that could not be kept.
        ResultsFile.write(samples, versions, network, results);
        System.err.printf("measuring in %s%n", network);
        List<String> failures =
            new Course(roundsToRun(), System.err)
                .run(
                    figures,
                    samples,
                    // What was measured stays when the run is interrupted.
                    () -> ResultsFile.write(samples, versions, network, results));
        report(samples, versions, network, field.missing(), failures);
        return failures.isEmpty() ? 0 : 1;
      }
    }
  }

  private void report(
      Samples samples,
      Versions versions,
      Network network,
      List<Variant> missing,
      List<String> failures) {
    CourseTable.print(samples, missing, failures, System.out);
    if (roundsToRun() < ENOUGH_ROUNDS) {
      System.out.printf("%nFewer than %d rounds are a look, and no verdict.%n", ENOUGH_ROUNDS);
    }
    System.out.printf("%nMeasured with %s, in %s%n", versions, network);
    System.out.printf("The raw rounds: %s%n", results);
    Path picture = home.resolve("bench/target/growth.svg");
    if (GrowthPicture.write(samples, picture)) {
      System.out.printf("The picture of growth: %s%n", picture);
    }
  }

  private int roundsToRun() {
    int wanted = rounds.orElse(quick ? QUICK_ROUNDS : ENOUGH_ROUNDS);
    if (wanted < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds: %d is too few; at least 1".formatted(wanted));
    }
    return wanted;
  }

  private List<Variant> entered(Field field) {
    Set<Variant> wanted = EnumSet.of(Variant.CLUSTERLINK);
    if (!variants.isEmpty()) {
      variants.forEach(name -> wanted.add(variant(name)));
    } else if (quick) {
      wanted.addAll(List.of(Variant.HAPROXY_MTLS, Variant.HAPROXY_PLAIN));
    } else {
      wanted.addAll(List.of(Variant.values()));
    }
    return field.present().stream().filter(wanted::contains).toList();
  }

  private Variant variant(String name) {
    return Variant.of(name)
        .orElseThrow(
            () -> wrong("no such variant", name, Stream.of(Variant.values()).map(Variant::label)));
  }

  private Duration time() {
    return Duration.ofSeconds(quick ? 1 : 4);
  }

  /** A gateway's code is compiled in steps: after 20 s of sessions it was still becoming faster. */
  private Duration warmUp() {
    return Duration.ofSeconds(quick ? 8 : 40);
  }

  private List<Figure<?>> course(Field field, Lanes lanes, List<Variant> entered) {
    List<Figure<?>> figures = new ArrayList<>();
    for (int workers : List.of(1, 2)) {
      Setting setting = new Setting(lanes, entered, workers, time(), warmUp());
      figures.addAll(
          List.of(
              new BulkFigure(setting, 1),
              new BulkFigure(setting, 8),
              new SessionsFigure(setting),
              new LatencyFigure(setting, 1),
              new LatencyFigure(setting, 64)));
    }
    figures.add(new SetupFigure(field, entered));
    figures.add(new IdleMemoryFigure(field, entered));
    for (int policies : List.of(10, 1_000, 10_000)) {
      figures.add(new PolicyFigure(policies, 5, roundsToRun()));
      figures.add(new PolicyFigure(policies, 50, roundsToRun()));
    }
    figures.add(new StartFigure(field));
    figures.add(new ChangeFigure(field));
    return figures;
  }

  private List<Figure<?>> growth(Field field, Lanes lanes) {
    return List.of(
        new GrowthThreadsFigure(lanes, time(), warmUp()),
        new GrowthTunnelsFigure(field, lanes, time(), warmUp()),
        new GrowthImportsFigure(field, lanes, time(), warmUp()));
  }

  private List<Figure<?>> chosen(List<Figure<?>> course, List<Figure<?>> growth) {
    List<Figure<?>> all = Stream.of(course, growth).<Figure<?>>flatMap(List::stream).toList();
    List<String> wanted = wanted();
    wanted.stream()
        .filter(name -> all.stream().noneMatch(figure -> figure.name().equals(name)))
        .findFirst()
        .ifPresent(name -> {
          throw wrong("no such figure", name, all.stream().map(Figure::name));
        });
    return wanted.isEmpty()
        ? course
        : all.stream().filter(figure -> wanted.contains(figure.name())).toList();
  }

  private List<String> wanted() {
    return !only.isEmpty() ? only : growth ? GROWTH : quick ? QUICK : List.of();
  }

  private ParameterException wrong(String what, String name, Stream<String> known) {
    return new ParameterException(
        spec.commandLine(),
        "%s: %s; there are %s".formatted(what, name, String.join(", ", known.toList())));
  }
}
