package net.clusterlink.cli.get;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.clusterlink.admin.read.ReadApi;
import net.clusterlink.cli.admin.AdminClient;
import net.clusterlink.cli.admin.AdminOptions;
import net.clusterlink.cli.gateway.Termination;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code clusterlink get}: what a running gateway knows, as lists. */
@Command(
    name = "get",
    sortOptions = false,
    header = "List what a running gateway knows.",
    description = {
      "",
      "Peers and how they are reached, imports, exports, policies, workloads, live sessions, tunnels,"
          + " and what is wrong with the configuration.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink get peers",
      "  clusterlink get sessions -w",
      "  clusterlink get imports -n shop -o wide",
      "  clusterlink get policies -o yaml",
      "  clusterlink get sessions -o json --limit 20000 | jq '.items[] | select(.peer == \"west\")'",
      "  clusterlink get peers --admin https://10.1.4.2:9443 --admin-name east \\",
      "    --ca ./ca.pem --token ./admin.token"
    })
public final class GetCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Path directory;
  private final Clock clock;
  private final Termination termination;

  @Parameters(
      paramLabel = "KIND",
      converter = KindConverter.class,
      completionCandidates = Kinds.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Listed listed = Listed.ALL.getFirst();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Only what is in this namespace.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      completionCandidates = Outputs.class,
      description = "table, wide, json or yaml. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TABLE;

  @Option(
      names = {"-w", "--watch"},
      description = "Go on, and show each change until interrupted.")
  private boolean watch;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many at most, up to 20000. Default: ${DEFAULT-VALUE}.")
  private int limit = 1000;

  @Mixin private AdminOptions gateway = new AdminOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The command, in its surroundings.
   *
   * @param directory what relative paths start from
   * @param clock the time that certificates are judged by
   * @param termination tells when the process is to end
   */
  public GetCommand(Path directory, Clock clock, Termination termination) {
    this.directory = directory;
    this.clock = clock;
    this.termination = termination;
  }

  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Listed.ALL.stream().map(Listed::toString).iterator();
    }
  }

  static final class Outputs implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Output.values())
          .map(output -> output.name().toLowerCase(Locale.ROOT))
          .iterator();
    }
  }

  static final class KindConverter implements ITypeConverter<Listed> {
    @Override
    public Listed convert(String text) {
      return Listed.titled(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "there is no '" + text + "'; there are " + String.join(", ", new Kinds())));
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    String path = path();
    PrintWriter out = spec.commandLine().getOut();
    Printer printer = Printer.of(output, listed, out, watch);
    try (AdminClient client = gateway.client(directory, clock)) {
      JsonNode listing = client.json(path);
      printer.list(listing);
      out.flush();
      tellWhatIsMissing(listing);
      if (watch) {
        follow(client, path, printer, listing);
      }
    }
    return ExitCode.OK;
  }

  private String path() {
    if (namespace.isPresent() && !listed.namespaced()) {
      throw new ParameterException(
          spec.commandLine(), "--namespace: " + listed + " are in no namespace; leave it out");
    }
    return ReadApi.PREFIX
        + listed
        + "?limit="
        + limit
        + namespace
            .map(name -> "&namespace=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .orElse("");
  }

  private void tellWhatIsMissing(JsonNode listing) {
    int shown = Printer.items(listing).size();
    int total = listing.path("total").asInt();
    PrintWriter err = spec.commandLine().getErr();
    if (total == 0 && (output == Output.TABLE || output == Output.WIDE)) {
      err.println("no " + listed + namespace.map(name -> " in namespace " + name).orElse(""));
    } else if (total > shown) {
      err.println(shown + " of " + total + " " + listed + "; --limit shows more");
    }
    err.flush();
  }

  /** Shows what changes, until told to end or nobody reads any more. */
  private void follow(AdminClient client, String path, Printer printer, JsonNode listing)
      throws InterruptedException {
    termination.takeSignals();
    PrintWriter out = spec.commandLine().getOut();
    var watched = new Watched(listed.identity());
    watched.look(listing);
    while (!out.checkError() && !termination.await(PAUSE)) {
      JsonNode now = client.json(path);
      boolean cut = now.path("total").asInt() > Printer.items(now).size();
      watched.look(now).stream()
          // What is not in a list that was cut may well be there.
          .filter(difference -> !(cut && difference.type() == Printer.Change.DELETED))
          .forEach(difference -> printer.change(difference.type(), difference.item()));
    }
  }
}
