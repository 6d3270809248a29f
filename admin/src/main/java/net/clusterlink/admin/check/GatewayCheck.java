package net.clusterlink.admin.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the gateway runs, is ready, and has in force what the directory says. */
final class GatewayCheck implements Check {
  /** A change is in force within a second; file systems and clocks need some more. */
  private static final Duration UPTAKE = Duration.ofSeconds(10);

  /** Objects named in one line. */
  private static final int MOST = 5;

  private final CheckTarget target;
  private final Facts.Manifests manifests;
  private final RunningGateway gateway;
  private final Clock clock;

  GatewayCheck(CheckTarget target, Facts.Manifests manifests, RunningGateway gateway, Clock clock) {
    this.target = target;
    this.manifests = manifests;
    this.gateway = gateway;
    this.clock = clock;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.GATEWAY;
  }

  @Override
  public String subject() {
    return "admin at " + target.admin().getAuthority();
  }

  @Override
  public List<Finding> look() {
    return switch (gateway) {
      case RunningGateway.Absent(var detail) -> List.of(absent(detail));
      case RunningGateway.Mute(var detail) ->
          List.of(
              Finding.failure(
                  group(),
                  subject(),
                  "takes connections but does not answer: " + detail,
                  "the gateway is stopped or overloaded: `ps -o pid,stat,pcpu,args -C java` shows"
                      + " a T for a stopped one (kill -CONT), and how busy it is; else restart it"));
      case RunningGateway.Stranger(var detail) ->
          List.of(
              Finding.failure(
                  group(),
                  subject(),
                  "what answers there is no gateway: " + detail,
                  "name the address that the gateway serves with --admin"));
      case RunningGateway.Answering answering -> findings(answering);
    };
  }

  private Finding absent(String detail) {
    return target.mustRun()
        ? Finding.failure(
            group(),
            subject(),
            detail + ": no gateway runs there",
            "start it with `clusterlink gateway`; or name its address with --admin; or check"
                + " without it with --offline")
        : Finding.ok(group(), subject(), "no gateway runs, and none has to");
  }

  private List<Finding> findings(RunningGateway.Answering answering) {
    List<Finding> findings = new ArrayList<>();
    if (answering.objections().isEmpty()) {
      findings.add(Finding.ok(group(), subject(), "ready"));
    }
    answering
        .objections()
        .forEach(objection ->
            findings.add(
                Finding.failure(group(), subject(), "not ready: " + objection, remedy(objection))));
    if (answering.metrics().isEmpty()) {
      findings.add(
          Finding.warning(
              group(),
              "metrics",
              "it does not show them",
              "give its token with --token, if it was given an --admin-token"));
      return findings;
    }
    count(answering, "clusterlink_config_problems")
        .ifPresent(count ->
            findings.add(
                Finding.failure(
                    group(),
                    "configuration in force",
                    "errors: "
                        + count
                        + "; of what they concern, the last good version is in force",
                    "mend what stands above under configuration; the gateway's log names each")));
    count(answering, "clusterlink_imports_failed")
        .ifPresent(count ->
            findings.add(
                Finding.failure(
                    group(),
                    "imports",
                    count + " cannot listen for their clients",
                    "see the gateway's log for `import cannot listen`, and free the ports it"
                        + " names")));
    count(answering, "clusterlink_log_lines_dropped_total")
        .ifPresent(count ->
            findings.add(
                Finding.warning(
                    group(),
                    "log",
                    count + " lines were dropped since the start, as their reader was too slow",
                    "see what reads its standard error, or log less: --log-level warn")));
    findings.add(snapshot(answering));
    return findings;
  }

  private static Optional<Long> count(RunningGateway.Answering answering, String metric) {
    double value = answering.metric(metric).orElse(0);
    return value > 0 ? Optional.of((long) value) : Optional.empty();
  }

  private static String remedy(String objection) {
    if (objection.startsWith("draining")) {
      return "it is ending: start it again when it has, or leave it to another gateway of this peer";
    }
    if (objection.startsWith("policy unreadable")) {
      return "mend the file; until then sessions it could apply to are refused";
    }
    return "wait some seconds and check again; if it stays so, its log says what it waits for";
  }

  private Finding snapshot(RunningGateway.Answering answering) {
    double age = answering.metric("clusterlink_snapshot_age_seconds").orElse(0);
    long generation = (long) answering.metric("clusterlink_snapshot_generation").orElse(0);
    Instant inForceSince = clock.instant().minusMillis((long) (age * 1000));
    String seen =
        "generation "
            + generation
            + ", in force since "
            + inForceSince.truncatedTo(ChronoUnit.SECONDS);
    return answering
        .inForce()
        .map(running -> compared(running, seen))
        .orElseGet(() -> dated(inForceSince, seen));
  }

  private Finding compared(InForce running, String seen) {
    if (!(manifests instanceof Facts.Manifests.Read(var report)) || !report.valid()) {
      return Finding.ok(group(), "snapshot", seen);
    }
    List<String> differences = InForce.of(report.inForce()).differences(running);
    return differences.isEmpty()
        ? Finding.ok(group(), "snapshot", seen + ", as the directory says")
        : Finding.warning(
            group(),
            "snapshot",
            seen + "; the directory says otherwise of " + shown(differences),
            "if nobody has just changed it, the gateway does not follow this directory: see its"
                + " --config, and its log");
  }

  private static String shown(List<String> names) {
    return names.size() <= MOST
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST)) + " and " + (names.size() - MOST) + " more";
  }

  /** By the files' times alone: the gateway does not tell what it has in force. */
  private Finding dated(Instant inForceSince, String seen) {
    return NewestFile.in(target.config())
        .filter(file -> file.changed().isAfter(inForceSince.plus(UPTAKE)))
        .filter(file -> file.changed().isBefore(clock.instant().minus(UPTAKE)))
        .map(file ->
            Finding.warning(
                group(),
                "snapshot",
                seen
                    + "; "
                    + file.file()
                    + " was changed at "
                    + file.changed().truncatedTo(ChronoUnit.SECONDS),
                "if that changed more than comments, the gateway does not follow this directory:"
                    + " see its --config, and its log"))
        .orElseGet(() -> Finding.ok(group(), "snapshot", seen));
  }
}
