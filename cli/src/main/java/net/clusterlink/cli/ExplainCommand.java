package net.clusterlink.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import net.clusterlink.admin.read.ReadApi;
import net.clusterlink.admin.view.ExportExplanationView;
import net.clusterlink.admin.view.ImportExplanationView;
import net.clusterlink.admin.view.ViewJson;
import net.clusterlink.api.AttributeKey;
import net.clusterlink.cli.admin.AdminClient;
import net.clusterlink.cli.admin.AdminOptions;
import net.clusterlink.cli.explain.ExportText;
import net.clusterlink.cli.explain.ImportText;
import net.clusterlink.cli.explain.Marks;
import net.clusterlink.cli.explain.StructuredText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clusterlink explain}: what a session would meet, and why. */
@Command(
    name = "explain",
    header = "Say whether a session would be let pass, and why.",
    description = {
      "",
      "Asks a running gateway what a client of an import would meet now, or a peer that asks for an"
          + " export: who the client is, every attribute and where it comes from, the sources in"
          + " the order of their turn, every policy that is asked and why it matches or not."
          + " Nothing is dialed.",
      "",
      "A session passes two gateways, and each decides by its own policies. Beside the client ask"
          + " with --import, beside the service with --export.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 it would be allowed by this side, 1 it could not be found out, 2 wrong usage,",
      "3 it would be refused, cannot be decided yet, or would be allowed but not served: no peer is",
      "reached, or nothing listens for the import.",
      "",
      "Examples:",
      "  clusterlink explain --import shop/stock --from 10.0.0.7",
      "  clusterlink explain --import shop/stock --from shop/web -o yaml",
      "  clusterlink explain --export shop/stock --peer east --attribute app=web"
    })
final class ExplainCommand implements Callable<Integer> {
  /** The session would be refused or not served, or it cannot be decided yet. */
  private static final int NOT_SERVED = 3;

  private final Surroundings surroundings;

  @Mixin AdminOptions gateway = new AdminOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  Question question = new Question();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json or yaml. Default: ${DEFAULT-VALUE}.")
  Form form = Form.TEXT;

  @Spec CommandSpec spec = CommandSpec.create();

  /** How the answer is written. */
  enum Form {
    TEXT,
    JSON,
    YAML
  }

  /** Which side is asked for. */
  static final class Question {
    @ArgGroup(exclusive = false)
    @Nullable ImportQuestion imported;

    @ArgGroup(exclusive = false)
    @Nullable ExportQuestion exported;
  }

  /** Beside the client. */
  static final class ImportQuestion {
    @Option(
        names = "--import",
        required = true,
        paramLabel = "[NS/]NAME",
        description = "What a client of this import would meet.")
    String name = "";

    @Option(
        names = "--from",
        required = true,
        paramLabel = "IP|[NS/]WORKLOAD",
        description = "The client: its address, or the Workload that it is.")
    String from = "";
  }

  /** Beside the service. */
  static final class ExportQuestion {
    @Option(
        names = "--export",
        required = true,
        paramLabel = "[NS/]NAME",
        description = "What a peer would meet that asks for this export.")
    String name = "";

    @Option(
        names = "--peer",
        required = true,
        paramLabel = "PEER",
        description = "The peer that asks.")
    String peer = "";

    @Option(
        names = "--attribute",
        paramLabel = "KEY=VALUE",
        description =
            "An attribute of the peer's client, as often as needed: a key under"
                + " client.clusterlink.net/, or the key of a label alone. Without any, the client"
                + " is unknown.")
    Map<String, String> attributes = new LinkedHashMap<>();
  }

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    String query =
        Optional.ofNullable(question.imported)
            .map(this::query)
            .or(() -> Optional.ofNullable(question.exported).map(this::query))
            .orElseThrow();
    try (AdminClient client = gateway.client(surroundings.directory(), surroundings.clock())) {
      JsonNode answer = client.json(ReadApi.PREFIX + "explain?" + query);
      spec.commandLine().getOut().print(written(answer));
      spec.commandLine().getOut().flush();
      return isServed(answer) ? ExitCode.OK : NOT_SERVED;
    }
  }

  private boolean isServed(JsonNode answer) {
    return question.imported != null
        ? ImportText.isServed(ViewJson.read(answer, ImportExplanationView.class))
        : answer.path("verdict").asText().equals("allowed");
  }

  private String query(ImportQuestion asked) {
    return "import=" + encoded(asked.name) + "&from=" + encoded(asked.from);
  }

  private String query(ExportQuestion asked) {
    String attributes =
        asked.attributes.entrySet().stream()
            .map(each -> attribute(each.getKey(), each.getValue()))
            .collect(Collectors.joining(","));
    return "export="
        + encoded(asked.name)
        + "&peer="
        + encoded(asked.peer)
        + "&attributes="
        + encoded(attributes);
  }

  private String attribute(String key, String value) {
    if (key.contains(",") || value.contains(",")) {
      throw new ParameterException(
          spec.commandLine(),
          "--attribute " + key + "=" + value + ": no attribute has a comma; give each on its own");
    }
    boolean whole =
        List.of("client.clusterlink.net/", "peer.clusterlink.net/", "export.clusterlink.net/")
            .stream()
            .anyMatch(key::startsWith);
    return (whole ? key : AttributeKey.CLIENT_LABELS + key) + "=" + value;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String written(JsonNode answer) {
    return switch (form) {
      case JSON -> StructuredText.json(answer);
      case YAML -> StructuredText.yaml(answer);
      case TEXT ->
          question.imported != null
              ? ImportText.of(ViewJson.read(answer, ImportExplanationView.class), marks(), check())
              : ExportText.of(ViewJson.read(answer, ExportExplanationView.class), marks());
    };
  }

  private String check() {
    String admin = gateway.address().toString();
    return "clusterlink check --certs DIR --config DIR --admin "
        + (admin.endsWith("/") ? admin.substring(0, admin.length() - 1) : admin);
  }

  private static Marks marks() {
    String encoding = System.getProperty("stdout.encoding", StandardCharsets.UTF_8.name());
    return Marks.in(
        Charset.isSupported(encoding) ? Charset.forName(encoding) : StandardCharsets.US_ASCII);
  }
}
