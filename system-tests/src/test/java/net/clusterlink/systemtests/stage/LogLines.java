package net.clusterlink.systemtests.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What a process writes, line by line, as it comes. */
public final class LogLines {
  private static final int TAIL = 20;

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  /** Takes lines until the process is gone; on a thread of its own. */
  void takeAll(BufferedReader reader) {
    try (reader) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(the log ends here: " + e.getMessage() + ")");
    }
  }

  /** A mark to look only at what comes after. */
  public int mark() {
    return lines.size();
  }

  /** The lines after a mark. */
  public Stream<String> since(int mark) {
    return lines.stream().skip(mark);
  }

  /** Waits for a line after a mark. */
  public String await(int mark, Predicate<String> wanted, String what) {
    try {
      return Awaitility.await(what)
          .until(() -> since(mark).filter(wanted).findFirst(), found -> found.isPresent())
          .orElseThrow();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no line with " + what + " in the log:\n" + tail(mark), e);
    }
  }

  /** The first line of a fault of the gateway's own: a leaked buffer, an unexpected exception. */
  public Optional<String> fault() {
    return lines.stream().filter(LogLines::isFault).findFirst();
  }

  private static boolean isFault(String line) {
    return line.contains("LEAK:")
        || line.startsWith("\tat ")
        || line.contains(" exception=")
        || line.contains("reason=internal")
        || line.contains("OutOfMemory");
  }

  private String tail(int mark) {
    List<String> after = since(mark).toList();
    return String.join("\n", after.subList(Math.max(0, after.size() - TAIL), after.size()));
  }

  /** Waits for a line after a mark that holds all these texts. */
  public String await(int mark, String... texts) {
    return await(
        mark, line -> Stream.of(texts).allMatch(line::contains), String.join(" … ", texts));
  }

  /** Whether a line after a mark holds all these texts. */
  public boolean has(int mark, String... texts) {
    return since(mark).anyMatch(line -> Stream.of(texts).allMatch(line::contains));
  }

  /** What a pattern finds in any line so far. */
  Stream<MatchResult> find(Pattern pattern) {
    return lines.stream().flatMap(line -> pattern.matcher(line).results());
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
