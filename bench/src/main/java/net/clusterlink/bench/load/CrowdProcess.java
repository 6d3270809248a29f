package net.clusterlink.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import net.clusterlink.bench.BenchException;

/** A {@link Crowd}, so that its connections count against descriptors of its own. */
public final class CrowdProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final Writer told;

  private CrowdProcess(Process process) {
    this.process = process;
    this.said = process.inputReader();
    this.told = process.outputWriter();
  }

  /** Starts one. */
  public static CrowdProcess start(int size) {
    try {
      return new CrowdProcess(
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

  /** Lets its clients connect to a port, and returns when all have been answered. */
  public void connect(int port) {
    try {
      told.write(port + "\n");
      told.flush();
    } catch (IOException e) {
      throw new BenchException("the crowd is gone: " + e.getMessage(), e);
    }
    if (!line().equals(Crowd.OPEN)) {
      throw new BenchException("the crowd could not connect");
    }
  }

  private String line() {
    try {
      String line = said.readLine();
      if (line == null) {
        throw new BenchException("the crowd ended");
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
