package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("external")
@Timeout(120)
class DemoIT {
  private static final Pattern STAGE = Pattern.compile("(?m)^ +stage +(\\S+)$");
  private static final Pattern TOOK =
      Pattern.compile("8 of 8 scenes as expected, in (\\d+)\\.\\d s");
  private static final int PROMISED_SECONDS = 60;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path directory;
  @TempDir Path temporary;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void holdsInAllScenesAndLeavesNothingBehind() throws IOException, InterruptedException {
    Process demo = start(System.getenv("PATH"));
    assertThat(demo.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(said())
        .contains("1. Nothing is allowed by default")
        .contains("session refused", "policy=\"none matched\"")
        .contains("seen      5 answered by east, 5 by west: answered: ", " chairs in stock in ")
        .contains("3 of 3 gateways show new certificates; the download is complete")
        .contains("seen      the download broke (Connection reset)")
        .contains("policy=\"privileged closed-for-stocktaking\"")
        .contains("west/policy.yaml", "line=6", "field=spec.action")
        .contains("8 of 8 scenes as expected, in ")
        .doesNotContain("✗")
        .doesNotContain("\u001b");
    assertThat(demo.exitValue()).as(said()).isZero();
    assertThat(secondsTaken()).isLessThan(PROMISED_SECONDS);
    assertThat(stage()).startsWithRaw(temporary).doesNotExist();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void makesDoWithTheJdksClientWhereThereIsNoCurl() throws IOException, InterruptedException {
    Process demo = start(directory.toString());
    assertThat(demo.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(said())
        .contains("asked     the JDK's HTTP client (there is no curl here): GET")
        .contains("8 of 8 scenes as expected, in ");
    assertThat(demo.exitValue()).as(said()).isZero();
  }

  @Test
  void keepsRunningUntilToldToEnd() throws IOException, InterruptedException {
    Process demo = start(System.getenv("PATH"), "--keep");
    await()
        .atMost(Duration.ofSeconds(100))
        .until(() -> said().contains("ends it and removes all of it."));
    assertThat(said())
        .contains(
            "It is kept running. Try:",
            "  curl http://",
            "clusterlink get peers --admin http://",
            "clusterlink validate ");
    List<ProcessHandle> children = demo.descendants().toList();
    assertThat(children).hasSize(5);
    demo.destroy();
    assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).as(said()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(stage()).startsWithRaw(temporary).doesNotExist();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void leavesNothingBehindWhenInterrupted() throws IOException, InterruptedException {
    Process demo = start(System.getenv("PATH"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> STAGE.matcher(said()).find() && demo.descendants().count() >= 2);
    List<ProcessHandle> children = demo.descendants().toList();
    demo.destroy();
    assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isNotZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(stage()).startsWithRaw(temporary).doesNotExist();
    assertThat(temporary).isEmptyDirectory();
  }

  private Process start(String path, String... options) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    JAVA,
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "demo"),
                Stream.of(options))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile());
    builder.environment().put("PATH", path);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String said() throws IOException {
    return Files.readString(directory.resolve("said"));
  }

  /** As the demo says itself. */
  private int secondsTaken() throws IOException {
    Matcher took = TOOK.matcher(said());
    assertThat(took.find()).isTrue();
    return Integer.parseInt(took.group(1));
  }

  private Path stage() throws IOException {
    Matcher stage = STAGE.matcher(said());
    assertThat(stage.find()).isTrue();
    return Path.of(stage.group(1));
  }
}
