package net.clusterlink.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.clusterlink.admin.check.Finding;
import net.clusterlink.api.Excerpt;
import picocli.CommandLine.Help.Ansi;

/** Findings, shown to people or to programs. */
record CheckReport(List<Finding> findings) {
  private static final int MAX_SUBJECT = 44;

  CheckReport {
    findings = List.copyOf(findings);
  }

  boolean failed() {
    return count(Finding.Level.FAILURE) > 0;
  }

  private long count(Finding.Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  /** A line each, by groups; the remedy under whatever is not well. */
  void printText(PrintWriter out, Ansi ansi, Signs signs) {
    Map<Finding.Group, List<Finding>> groups =
        findings.stream()
            .collect(Collectors.groupingBy(Finding::group, TreeMap::new, Collectors.toList()));
    groups.forEach((group, ofGroup) -> {
      out.println(ansi.string("@|bold " + group + "|@"));
      int width =
          ofGroup.stream()
              .mapToInt(finding -> finding.subject().length())
              .filter(length -> length <= MAX_SUBJECT)
              .max()
              .orElse(1);
      for (Finding finding : ofGroup) {
        print(out, ansi, signs, finding, width);
      }
    });
    out.println(
        count(Finding.Level.OK)
            + " ok, "
            + counted(count(Finding.Level.WARNING), "warning")
            + ", "
            + count(Finding.Level.FAILURE)
            + " failed");
  }

  private static void print(PrintWriter out, Ansi ansi, Signs signs, Finding finding, int width) {
    String sign =
        switch (finding.level()) {
          case OK -> "@|green " + signs.ok() + "|@";
          case WARNING -> "@|yellow " + signs.warning() + "|@";
          case FAILURE -> "@|red " + signs.failure() + "|@";
        };
    out.println(
        "  "
            + ansi.string(sign)
            + " "
            + Excerpt.whole(finding.subject())
            + " ".repeat(Math.max(0, width - finding.subject().length()))
            + "  "
            + Excerpt.whole(finding.seen()));
    finding
        .remedy()
        .ifPresent(remedy -> out.println("      " + signs.then() + " " + Excerpt.whole(remedy)));
  }

  private static String counted(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /** One object, with stable names. */
  void printJson(PrintWriter out) {
    var json = new StringBuilder("{\"findings\":[");
    String separator = "";
    for (Finding finding : findings) {
      json.append(separator).append("\n  {\"group\":");
      Excerpt.appendQuoted(json, finding.group().toString());
      json.append(",\"level\":");
      Excerpt.appendQuoted(json, finding.level().toString());
      json.append(",\"subject\":");
      Excerpt.appendQuoted(json, finding.subject());
      json.append(",\"seen\":");
      Excerpt.appendQuoted(json, finding.seen());
      finding
          .remedy()
          .ifPresent(remedy -> {
            json.append(",\"remedy\":");
            Excerpt.appendQuoted(json, remedy);
          });
      json.append('}');
      separator = ",";
    }
    json.append("\n],\n\"ok\":").append(count(Finding.Level.OK));
    json.append(",\"warnings\":").append(count(Finding.Level.WARNING));
    json.append(",\"failures\":").append(count(Finding.Level.FAILURE)).append('}');
    out.println(json);
  }
}
