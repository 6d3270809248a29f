package net.clusterlink.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of the demonstration that runs until it is told to end.
 *
 * @param name what to call it
 * @param out what it prints
 * @param log what it prints on standard error
 */
record StageProcess(String name, Process process, LogFile out, LogFile log) {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int SHOWN_LINES = 8;

  /**
   * Waits for a line on its standard output.
   *
   * @throws DemoException when it ends before, or the line does not come
   */
  Matcher awaitLine(Pattern pattern) throws InterruptedException {
    Optional<Matcher> found =
        Patience.await(() -> {
          Optional<Matcher> match = find(pattern);
          if (match.isEmpty() && !process.isAlive()) {
            throw new DemoException(name + " ended at once" + lastWords(), null);
          }
          return match;
        });
    return found.orElseThrow(
        () -> new DemoException(name + " did not say that it is ready" + lastWords(), null));
  }

  private Optional<Matcher> find(Pattern pattern) {
    return out.lines().stream().map(pattern::matcher).filter(Matcher::find).findFirst();
  }

  /** The end of what it said, for a message. */
  String lastWords() {
    List<String> lines = log.lines();
    List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    return last.isEmpty() ? "" : "; its last words: " + String.join(" / ", last);
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Tells it to end; whoever does not within seconds is ended. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
