package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A gateway as a process of its own. It never outlives the tests' JVM. */
public final class GatewayProcess implements AutoCloseable {
  /** What it says when it is up: where peers reach it, and where its admin server is. */
  private static final Pattern ANNOUNCED =
      Pattern.compile("(peers|admin) on ([\\d.]+|\\[[0-9a-f:]+]):(\\d+)");

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final LogLines log = new LogLines();
  private final Thread reaper;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private GatewayProcess(Process process) {
    this.process = process;
    this.reaper = new Thread(process::destroyForcibly, "reaper");
    Runtime.getRuntime().addShutdownHook(reaper);
    // A platform thread: reading a pipe would hold on to the carrier of a virtual one.
    Thread.ofPlatform().daemon().name("log").start(() -> log.takeAll(process.inputReader()));
  }

  /** Starts a gateway and waits for nothing. */
  public static GatewayProcess launch(GatewayOptions options) {
    try {
      return new GatewayProcess(
          new ProcessBuilder(options.command()).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a gateway and waits until it is ready. */
  public static GatewayProcess start(GatewayOptions options) {
    GatewayProcess gateway = launch(options);
    try {
      Awaitility.await("gateway ready")
          .dontCatchUncaughtExceptions() // another test's thread is not this one's business
          .atMost(START_LIMIT)
          .failFast("the gateway ended", () -> !gateway.process.isAlive())
          .until(() -> gateway.announced("admin") && gateway.isReady());
      return gateway;
    } catch (RuntimeException | Error e) {
      gateway.close();
      throw new AssertionError("the gateway did not start; it said:\n" + gateway.log, e);
    }
  }

  /** Where peers reach it. */
  public InetSocketAddress address() {
    return address("peers");
  }

  /** Where its admin server is. */
  public InetSocketAddress admin() {
    return address("admin");
  }

  /** Whether it has said where it is. */
  public boolean announced(String what) {
    return log.find(ANNOUNCED).anyMatch(found -> found.group(1).equals(what));
  }

  /** What it has logged. */
  public LogLines log() {
    return log;
  }

  /** Whether it calls itself ready. */
  public boolean isReady() {
    return get("/readyz").statusCode() == 200;
  }

  /** A scrape of its metrics. */
  public Metrics metrics() {
    return Metrics.parse(get("/metrics").body());
  }

  /** Asks its admin server. */
  public HttpResponse<String> get(String path) {
    URI uri = URI.create("http://" + Loopback.text(admin()) + path);
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Changes its directory and waits until that is in force. */
  public void afterChange(Runnable change) {
    long before = generation();
    change.run();
    Awaitility.await("the change in force")
        .pollInterval(Duration.ofMillis(20))
        .until(() -> generation() > before);
  }

  private long generation() {
    return metrics().sum("clusterlink_snapshot_generation");
  }

  /** The process, to look at from outside. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Asks it to end, as a service manager does. */
  public void terminate() {
    // Not process.destroy(), which closes the log as well.
    process.toHandle().destroy();
  }

  /** Ends it as a power cut does. */
  public void kill() {
    process.toHandle().destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /** Lets it stand still, as an overloaded host does; its sockets stay. */
  public void suspend() {
    signal("-STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String name) {
    Program.Result sent =
        Program.run(
            Path.of("").toAbsolutePath(), List.of("kill", name, Long.toString(process.pid())));
    if (sent.exitCode() != 0) {
      throw new AssertionError("kill " + name + ": " + sent.output());
    }
  }

  /** Its exit code, awaited. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the gateway did not end within " + limit);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
    awaitExit(Duration.ofSeconds(10));
    Runtime.getRuntime().removeShutdownHook(reaper);
  }

  private InetSocketAddress address(String what) {
    MatchResult found =
        log.find(ANNOUNCED)
            .filter(match -> match.group(1).equals(what))
            .findFirst()
            .orElseThrow(() -> new AssertionError("it has not said its address: " + what));
    String host = found.group(2).replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(Loopback.address(host), Integer.parseInt(found.group(3)));
  }
}
