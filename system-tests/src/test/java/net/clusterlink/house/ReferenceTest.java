package net.clusterlink.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.clusterlink.dataplane.EndReason;
import net.clusterlink.dataplane.TunnelRefusal;
import org.junit.jupiter.api.Test;

/** Holds the references to the code: every line of the log, every key of it, every metric. */
class ReferenceTest {
  private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final Pattern LITERAL = Pattern.compile(TEXT);
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?:\\.log\\(|\\.write\\(|line\\(Level\\.\\w+, )\\s*((?:" + TEXT + "\\s*\\+?\\s*)+)");
  private static final Pattern KEY = Pattern.compile("addKeyValue\\(\\s*\"([a-z-]+)\"");
  private static final Pattern KEY_OF_LINE = Pattern.compile("with\\(\\s*\"([a-z-]+)\"");
  private static final Pattern METRIC = Pattern.compile("\"(clusterlink_[a-z_]+)\"");

  private final Repository repository = Repository.current();

  @Test
  void everyLineOfTheLogIsListed() throws IOException {
    Set<String> messages = foundIn(this::logs, MESSAGE);
    assertThat(messages).as("messages in the code").hasSizeGreaterThan(15);
    String page = page("logs.md");
    assertThat(messages).allSatisfy(message -> assertThat(page).contains("`" + message));
  }

  @Test
  void everyKeyOfTheLogIsListed() throws IOException {
    Set<String> keys = foundIn(this::logs, KEY);
    keys.addAll(foundIn(file -> Files.readString(file).contains("new LogLine("), KEY_OF_LINE));
    assertThat(keys).as("keys in the code").hasSizeGreaterThan(20);
    String page = page("logs.md");
    assertThat(keys).allSatisfy(key -> assertThat(page).containsPattern("`" + key + "[`=]"));
  }

  @Test
  void everyMetricIsListed() throws IOException {
    Set<String> metrics =
        foundIn(file -> file.getFileName().toString().equals("MetricNames.java"), METRIC);
    assertThat(metrics).as("metrics in the code").hasSizeGreaterThan(10);
    String page = page("metrics.md");
    assertThat(metrics).allSatisfy(metric -> assertThat(page).contains("`" + metric));
  }

  @Test
  void everyReasonOfTheLogIsListed() throws IOException {
    Set<String> reasons =
        Stream.of(
                Arrays.stream(EndReason.values()),
                Arrays.stream(EndReason.values()).flatMap(reason -> reason.revokedBy().stream()),
                Arrays.stream(TunnelRefusal.values()))
            .flatMap(words -> words.map(Object::toString))
            .collect(Collectors.toSet());
    String page = page("logs.md");
    assertThat(reasons).allSatisfy(reason -> assertThat(page).contains("`" + reason + "`"));
  }

  /** Which sources are looked at. */
  @FunctionalInterface
  private interface Sources {
    boolean contains(Path file) throws IOException;
  }

  /** Whether a source writes to the log of a gateway. */
  private boolean logs(Path file) throws IOException {
    String code = Files.readString(file);
    return !file.toString().contains("/demo/")
        && (code.contains("org.slf4j.Logger;") || code.contains("new LogLine("));
  }

  private Set<String> foundIn(Sources sources, Pattern pattern) throws IOException {
    var found = new TreeSet<String>();
    for (Path file : repository.files(name -> name.endsWith(".java"))) {
      if (file.toString().contains("/src/main/java/") && sources.contains(file)) {
        pattern
            .matcher(Files.readString(file))
            .results()
            .map(ReferenceTest::joined)
            .forEach(found::add);
      }
    }
    return found;
  }

  /** A text that the code writes in several pieces. */
  private static String joined(MatchResult match) {
    String code = match.group(1);
    return code.startsWith("\"")
        ? LITERAL
            .matcher(code)
            .results()
            .map(piece -> piece.group(1))
            .collect(Collectors.joining())
            .strip()
        : code;
  }

  private String page(String name) throws IOException {
    return Files.readString(repository.root().resolve("docs").resolve(name));
  }
}
