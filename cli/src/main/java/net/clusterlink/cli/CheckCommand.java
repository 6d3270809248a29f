package net.clusterlink.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import net.clusterlink.admin.check.AdminAccess;
import net.clusterlink.admin.check.CheckTarget;
import net.clusterlink.admin.check.Checkup;
import net.clusterlink.admin.check.Finding;
import net.clusterlink.cli.admin.AdminClient;
import net.clusterlink.cli.admin.AdminClientException;
import net.clusterlink.cli.admin.AdminOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clusterlink check}: what is wrong with a gateway and all around it, and what to do. */
@Command(
    name = "check",
    sortOptions = false,
    header = "Find out what is wrong with a gateway, and what to do.",
    description = {
      "",
      "It looks at the certificates, the clock, the configuration, the ports, the limit of file"
          + " descriptors, every gateway of every peer (name, TCP, TLS, identity, round trip) and"
          + " the running gateway. Nothing is changed, no session is opened. Give it what the"
          + " gateway is given, and run it as the gateway's user on the gateway's host.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  clusterlink check --certs ./default_fabric/east --config ./east",
      "  clusterlink check --certs ./prod/west --config /etc/clusterlink/west --offline",
      "  clusterlink check --certs ./prod/west --config ./west --wait 1m -o json",
      "",
      "Exit codes: 0 all is well or there are warnings alone, 1 it could not be looked, 2 wrong",
      "usage, 3 something does not work."
    })
final class CheckCommand implements Callable<Integer> {
  /** Something does not work. */
  private static final int FAILED = 3;

  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final Surroundings surroundings;

  @Mixin GatewayOptions gateway = new GatewayOptions();

  @Mixin AdminOptions admin = new AdminOptions();

  @Option(
      names = "--offline",
      description = "The gateway need not run: look at what it would start with.")
  boolean offline;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description = "Check again until nothing fails, for so long at most: 30s, 5m.")
  Duration patience = Duration.ZERO;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "For people or for programs. Default: ${DEFAULT-VALUE}.")
  Form form = Form.TEXT;

  @Spec CommandSpec spec = CommandSpec.create();

  /** How findings are shown. */
  enum Form {
    TEXT,
    JSON
  }

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    CheckReport report;
    try (AdminClient client = admin.client(surroundings.directory(), surroundings.clock())) {
      report = looked(new Checkup(target(), path -> answer(client, path), surroundings.clock()));
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (form) {
      case TEXT -> report.printText(out, spec.commandLine().getColorScheme().ansi(), Signs.here());
      case JSON -> report.printJson(out);
    }
    out.flush();
    return report.failed() ? FAILED : ExitCode.OK;
  }

  private CheckTarget target() {
    return new CheckTarget(
        surroundings.resolve(gateway.certs),
        surroundings.resolve(gateway.config),
        gateway.listen,
        gateway.importAddress,
        admin.address(),
        !offline);
  }

  /** Who does not answer is a finding, not a failure of this command. */
  private static AdminAccess.Answer answer(AdminClient client, String path)
      throws IOException, InterruptedException {
    try {
      AdminClient.Answer answer = client.get(path);
      return new AdminAccess.Answer(answer.status(), answer.body());
    } catch (AdminClientException e) {
      throw e.getCause() instanceof ConnectException refused
          ? refused
          : e.getCause() instanceof HttpTimeoutException late
              ? late
              : new IOException(e.getMessage(), e);
    }
  }

  private CheckReport looked(Checkup checkup) throws InterruptedException {
    long startNs = System.nanoTime();
    CheckReport report = look(checkup);
    while (report.failed() && left(startNs).compareTo(BETWEEN) > 0) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
      report = look(checkup);
    }
    return report;
  }

  private Duration left(long startNs) {
    return patience.minusNanos(System.nanoTime() - startNs);
  }

  private CheckReport look(Checkup checkup) throws InterruptedException {
    try (var progress = CheckProgress.on(spec.commandLine().getErr())) {
      List<Finding> findings = checkup.run(progress);
      return new CheckReport(findings);
    }
  }
}
