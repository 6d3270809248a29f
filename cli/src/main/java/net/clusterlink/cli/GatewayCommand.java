package net.clusterlink.cli;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.clusterlink.api.NameRule;
import net.clusterlink.cli.gateway.Gateway;
import net.clusterlink.cli.gateway.GatewayConfig;
import net.clusterlink.cli.logging.LogFormat;
import net.clusterlink.cli.logging.LogOutput;
import net.clusterlink.dataplane.protocol.FrameType;
import net.clusterlink.dataplane.protocol.Hello;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clusterlink gateway}: runs a peer's gateway until it is told to end. */
@Command(
    name = "gateway",
    sortOptions = false,
    header = "Run the gateway of a peer.",
    description = {
      "",
      "It follows the directory of manifests and the folder of certificates, changes of which take"
          + " effect within a second. It logs to standard error, and on SIGTERM or SIGINT lets"
          + " live sessions end before it does.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink gateway --certs ./default_fabric/east --config ./east",
      "  clusterlink gateway --certs ./prod/west --config /etc/clusterlink/west \\",
      "    --listen [::]:4443 --import-address 10.1.4.2 --label region=eu",
      "",
      "Is it ready?  curl http://127.0.0.1:9443/readyz"
    })
final class GatewayCommand implements Callable<Integer> {
  private static final Duration LONGEST_BUSY_POLL = Duration.ofMillis(1);

  private final Surroundings surroundings;

  @Mixin GatewayOptions gateway = new GatewayOptions();

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9443",
      converter = AddressConverter.class,
      description =
          "Where health, metrics and the read API are served; off loopback by HTTPS, and only with"
              + " --admin-token. Default: ${DEFAULT-VALUE}.")
  InetSocketAddress admin = new InetSocketAddress(0);

  @Option(
      names = "--admin-token",
      paramLabel = "FILE",
      description =
          "A file with a token of at least 32 characters, its owner's alone, that who asks there"
              + " must give.")
  Optional<Path> adminToken = Optional.empty();

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label of this peer, reported to others. May be given several times.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops, 1 to 1024. Default: one a processor.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--busy-poll",
      paramLabel = "TIME",
      defaultValue = "50us",
      converter = DurationConverter.class,
      description =
          "How long an event loop with few busy sessions looks on before it sleeps, up to 1ms:"
              + " answers come sooner, at more processor time. 0us: never. Default:"
              + " ${DEFAULT-VALUE}.")
  Duration busyPoll = Duration.ZERO;

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "How long live sessions may go on when the gateway is told to end. Default:"
              + " ${DEFAULT-VALUE}.")
  Duration drainTimeout = Duration.ZERO;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "For people or for programs. Default: ${DEFAULT-VALUE}.")
  LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info, debug or trace. Default: ${DEFAULT-VALUE}.")
  Level logLevel = Level.INFO;

  @Spec CommandSpec spec = CommandSpec.create();

  GatewayCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The life of the process. */
  @Override
  public Integer call() throws InterruptedException {
    GatewayConfig told = told();
    try (LogOutput log = LogOutput.open(logFormat, logLevel, surroundings.log());
        Gateway running = new Gateway(told, surroundings.clock(), log::droppedLines)) {
      running.start();
      surroundings.termination().takeSignals();
      spec.commandLine().getOut().println(running.announcement());
      spec.commandLine().getOut().flush();
      surroundings.termination().await();
      running.drain();
    }
    return ExitCode.OK;
  }

  /** The options, checked. */
  GatewayConfig told() {
    if (!admin.getAddress().isLoopbackAddress() && adminToken.isEmpty()) {
      throw wrong(
          "--admin "
              + admin.getAddress().getHostAddress()
              + ": without --admin-token on loopback only; give a token, or use 127.0.0.1:"
              + admin.getPort());
    }
    if (threads < 1 || threads > 1024) {
      throw wrong("--threads " + threads + ": not within 1–1024");
    }
    if (busyPoll.compareTo(LONGEST_BUSY_POLL) > 0) {
      throw wrong("--busy-poll: longer than 1ms");
    }
    if (labels.size() > Hello.MAX_LABELS) {
      throw wrong("--label: " + labels.size() + " labels are more than " + Hello.MAX_LABELS);
    }
    labels.forEach((key, value) -> {
      checkLabel(NameRule.LABEL_KEY, key);
      checkLabel(NameRule.LABEL_VALUE, value);
      if (isReserved(key)) {
        throw wrong(
            "--label: '" + key + "' is reserved, as all under clusterlink.net; use another domain");
      }
    });
    int helloSize = helloSize();
    if (helloSize > FrameType.HELLO.limit()) {
      throw wrong(
          "--label: all labels together make a hello of "
              + helloSize
              + " bytes, and peers accept "
              + FrameType.HELLO.limit()
              + "; give fewer or shorter labels");
    }
    return new GatewayConfig(
        surroundings.resolve(gateway.certs),
        surroundings.resolve(gateway.config),
        gateway.listen,
        admin,
        adminToken.map(surroundings::resolve),
        gateway.importAddress,
        labels,
        threads,
        busyPoll,
        drainTimeout);
  }

  /**
   * As encoded (docs/protocol.md, section 2): version, features, count, lengths and texts, and
   * where the accepting side has the tunnel.
   */
  private int helloSize() {
    return 7
        + Hello.Seat.BYTES
        + labels.entrySet().stream()
            .mapToInt(label -> 4 + utf8Length(label.getKey()) + utf8Length(label.getValue()))
            .sum();
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void checkLabel(NameRule rule, String text) {
    if (!rule.allows(text)) {
      throw wrong("--label: '" + text + "' is no " + rule.title() + "; " + rule.remedy());
    }
  }

  /** What ClusterLink itself says of peers and clients has keys under its own domain. */
  private static boolean isReserved(String key) {
    String domain = key.substring(0, Math.max(0, key.indexOf('/')));
    return domain.equals("clusterlink.net") || domain.endsWith(".clusterlink.net");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
