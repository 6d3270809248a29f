package net.clusterlink.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Deadline;
import net.clusterlink.bench.process.Resource;

/** A {@link Crowd}, so that its connections count against descriptors of its own. */
public final class CrowdProcess implements Resource {
  /** For one answer of it; to connect is the longest, some thousands of sessions. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final int size;
  private final Process process;
  private final BufferedReader said;
  private final Writer told;

  private CrowdProcess(int size, Process process) {
    this.size = size;
    this.process = process;
    this.said = process.inputReader();
    this.told = process.outputWriter();
  }

  /** Starts one. */
  public static CrowdProcess start(int size) {
    try {
      return new CrowdProcess(
          size,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Crowd.class.getName(),
                  Integer.toString(size))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new BenchException("cannot start a crowd: " + e.getMessage(), e);
    }
  }

  /** Where its service listens. */
  public int service() {
    return Integer.parseInt(line());
  }

  /**
   * Lets its clients connect to a port, and returns when all have been answered.
   *
   * @throws BenchException when they are not within two minutes
   */
  public void connect(int port) {
    try {
      told.write(port + "\n");
      told.flush();
    } catch (IOException e) {
      throw new BenchException("the crowd is gone: " + e.getMessage(), e);
    }
    String answer = line();
    if (!answer.equals(Crowd.OPEN)) {
      throw new BenchException(
          "the crowd of %d could not connect to port %d: %s".formatted(size, port, answer));
    }
  }

  private String line() {
    Deadline deadline = Deadline.of(process, LIMIT);
    try {
      String line = said.readLine();
      if (deadline.hasPassed()) {
        throw new BenchException(
            "the crowd of %d did not answer within %d s and was ended; look whether the hops still take sessions"
                .formatted(size, LIMIT.toSeconds()));
      }
      if (line == null) {
        throw new BenchException(
            "the crowd of %d ended; what it printed above says why".formatted(size));
      }
      return line;
    } catch (IOException e) {
      throw new BenchException("the crowd is gone: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
